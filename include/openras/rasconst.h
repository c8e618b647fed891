/*
 * Constants and enumerations of ras.h, by the field or argument that they belong to. All of them are always defined;
 * "since" names the WINVER at which Windows introduced one.
 * Source: the API reference, pages of the structures and functions of ras.h.
 */
#ifndef OPENRAS_RASCONST_H
#define OPENRAS_RASCONST_H

#include "wintypes.h"

/* RASNAPSTATE.dwFlags */
#define RASNAP_ProbationTime 1 /* probationTime member is valid */

/* RASTUNNELENDPOINT.dwType */
#define RASTUNNELENDPOINT_UNKNOWN 0 /* no end point known; since 0x0601 */
#define RASTUNNELENDPOINT_IPv4 1    /* union holds an IPv4 address; since 0x0601 */
#define RASTUNNELENDPOINT_IPv6 2    /* union holds an IPv6 address; since 0x0601 */

/* Limits: characters without the terminating NUL (szReplyMessage and szDnsSuffix: with it). */
#define RAS_MaxDeviceType 16
#define RAS_MaxPhoneNumber 128
#define RAS_MaxIpAddress 15
#define RAS_MaxIpxAddress 21
#define RAS_MaxEntryName 256
#define RAS_MaxDeviceName 128
#define RAS_MaxCallbackNumber 128
#define RAS_MaxAreaCode 10
#define RAS_MaxPadType 32
#define RAS_MaxX25Address 200
#define RAS_MaxFacilities 200
#define RAS_MaxUserData 200
#define RAS_MaxReplyMessage 1024
#define RAS_MaxDnsSuffix 256
#define RAS_MaxIDSize 256

/* RASCONN.dwFlags */
#define RASCF_AllUsers 1    /* connection made from an all-users entry; since 0x0501 */
#define RASCF_GlobalCreds 2 /* connection uses the default (all-user) credentials; since 0x0501 */
#define RASCF_OwnerKnown 4  /* owner information present; since 0x0501 */
#define RASCF_OwnerMatch 8  /* caller is the owner; since 0x0501 */

/* Bits of a state: its class. */
#define RASCS_PAUSED 0x1000 /* bit set in every paused state */
#define RASCS_DONE 0x2000   /* bit set in every terminal state */
#define RASCSS_DONE 0x2000  /* bit set in the terminal sub-state; since 0x0601 */

/* RASDIALEXTENSIONS.dwfOptions */
/* use the prefix and suffix of the phone book; ignored (0) when no entry name is given: */
#define RDEOPT_UsePrefixSuffix 1
/* caller can handle paused states; otherwise such a state is a fatal error; ignored (0) when no entry name is given: */
#define RDEOPT_PausedStates 2
#define RDEOPT_IgnoreModemSpeaker 4 /* take the speaker setting from RDEOPT_SetModemSpeaker instead of the entry */
#define RDEOPT_SetModemSpeaker 8    /* speaker on (only with RDEOPT_IgnoreModemSpeaker) */
/* take software compression from RDEOPT_SetSoftwareCompression instead of the entry: */
#define RDEOPT_IgnoreSoftwareCompression 0x10
#define RDEOPT_SetSoftwareCompression 0x20 /* software compression on (only with RDEOPT_IgnoreSoftwareCompression) */
#define RDEOPT_DisableConnectedUI 0x40     /* no connected UI */
#define RDEOPT_DisableReconnectUI 0x80     /* no redial-on-failure UI */
#define RDEOPT_DisableReconnect 0x100      /* no automatic redial when the link drops */
#define RDEOPT_NoUser 0x200                /* dialled with no interactive user (logon/service context) */
/* internal to RasDialDlg: pause in RASCS_Interactive for a script; applications do not set it: */
#define RDEOPT_PauseOnScript 0x400
#define RDEOPT_Router 0x800 /* internal: dialled by the router */
/* set by a custom-dial DLL when it calls RasDial, prevents recursion into the DLL; since 0x0500: */
#define RDEOPT_CustomDial 0x1000
/* RasDial calls the custom-scripting DLL (entry needs RASEO_CustomScript); since 0x0501: */
#define RDEOPT_UseCustomScripting 0x2000
/* Windows 8.1+: credential UI for auto-triggered VPN; since 0x0603: */
#define RDEOPT_InvokeAutoTriggerCredentialUI 0x4000
#define RDEOPT_EapInfoCryptInCapable 0x8000 /* Windows 8.1+: EAP blob is not encrypted by the caller; since 0x0603 */

/* RASENTRYNAME.dwFlags */
#define REN_User 0     /* entry is in a per-user phone book */
#define REN_AllUsers 1 /* entry is in the all-users phone book */

/* RASPPPIP.dwOptions */
#define RASIPO_VJ 1 /* VJ header compression; since 0x0500 */

/* RASPPPLCP.dwAuthenticationProtocol */
#define RASLCPAP_PAP 0xC023  /* PPP auth protocol PAP; since 0x0500 */
#define RASLCPAP_SPAP 0xC027 /* Shiva PAP; since 0x0500 */
#define RASLCPAP_CHAP 0xC223 /* CHAP family (see RASLCPAD_*); since 0x0500 */
#define RASLCPAP_EAP 0xC227  /* EAP; since 0x0500 */

/* RASPPPLCP.dwAuthenticationData */
#define RASLCPAD_CHAP_MD5 5     /* MD5-CHAP; since 0x0500 */
#define RASLCPAD_CHAP_MS 0x80   /* MS-CHAP; since 0x0500 */
#define RASLCPAD_CHAP_MSV2 0x81 /* MS-CHAPv2; since 0x0500 */

/* RASPPPLCP.dwOptions */
#define RASLCPO_PFC 1             /* protocol field compression; since 0x0500 */
#define RASLCPO_ACFC 2            /* address/control field compression; since 0x0500 */
#define RASLCPO_SSHF 4            /* multilink short sequence numbers; since 0x0500 */
#define RASLCPO_DES_56 8          /* DES-56 (IPsec); since 0x0500 */
#define RASLCPO_3_DES 0x10        /* 3DES (IPsec); since 0x0500 */
#define RASLCPO_AES_128 0x20      /* AES-CBC-128 (IPsec); since 0x0600 */
#define RASLCPO_AES_256 0x40      /* AES-CBC-256 (IPsec); since 0x0600 */
#define RASLCPO_AES_192 0x80      /* AES-CBC-192 (IPsec); since 0x0603 */
#define RASLCPO_GCM_AES_128 0x100 /* AES-GCM-128 (IPsec); since 0x0603 */
#define RASLCPO_GCM_AES_192 0x200 /* AES-GCM-192 (IPsec); since 0x0603 */
#define RASLCPO_GCM_AES_256 0x400 /* AES-GCM-256 (IPsec); since 0x0603 */

/* RASPPPCCP.dwCompressionAlgorithm */
#define RASCCPCA_MPPC 6 /* MPPC; since 0x0500 */
#define RASCCPCA_STAC 5 /* STAC LZS option 4; since 0x0500 */

/* RASPPPCCP.dwOptions */
#define RASCCPO_Compression 1         /* compression without encryption; since 0x0500 */
#define RASCCPO_HistoryLess 2         /* MPPE stateless; since 0x0500 */
#define RASCCPO_Encryption56bit 0x10  /* MPPE 56; since 0x0500 */
#define RASCCPO_Encryption40bit 0x20  /* MPPE 40; since 0x0500 */
#define RASCCPO_Encryption128bit 0x40 /* MPPE 128; since 0x0500 */

/* RASIKEV2_PROJECTION_INFO.dwFlags and dwAuthenticationProtocol */
#define RASIKEv2_FLAGS_MOBIKESUPPORTED 1    /* peer supports MOBIKE; since 0x0601 */
#define RASIKEv2_FLAGS_BEHIND_NAT 2         /* client behind NAT; since 0x0601 */
#define RASIKEv2_FLAGS_SERVERBEHIND_NAT 4   /* server behind NAT; since 0x0601 */
#define RASIKEv2_AUTH_MACHINECERTIFICATES 1 /* machine certificates; since 0x0601 */
#define RASIKEv2_AUTH_EAP 2                 /* EAP; since 0x0601 */
#define RASIKEv2_AUTH_PSK 3                 /* pre-shared key; since 0x0601 */

/* The event of the callbacks and the name of the window message. */
#define RASDIALEVENT "RasDialEvent" /* string to pass to RegisterWindowMessageA (always an ANSI literal) */
/* fallback message number when RegisterWindowMessage("RasDialEvent") fails; also unMsg of every callback: */
#define WM_RASDIALEVENT 0xCCCD

/* RASENTRY.dwEncryptionType */
#define ET_None 0       /* no encryption; since 0x0500 */
#define ET_Require 1    /* encryption required; since 0x0500 */
#define ET_RequireMax 2 /* maximum strength required; since 0x0500 */
#define ET_Optional 3   /* encrypt if possible; since 0x0500 */

/* RASENTRY.dwVpnStrategy */
#define VS_Default 0        /* PPTP first, then L2TP (Windows 7+: IKEv2 first order as the system chooses) */
#define VS_PptpOnly 1       /* PPTP only */
#define VS_PptpFirst 2      /* PPTP first */
#define VS_L2tpOnly 3       /* L2TP only */
#define VS_L2tpFirst 4      /* L2TP first */
#define VS_SstpOnly 5       /* SSTP only; since 0x0600 */
#define VS_SstpFirst 6      /* SSTP first; since 0x0600 */
#define VS_Ikev2Only 7      /* IKEv2 only; since 0x0601 */
#define VS_Ikev2First 8     /* IKEv2 first; since 0x0601 */
#define VS_GREOnly 9        /* GRE only; since 0x0603 */
#define VS_PptpSstp 0xC     /* PPTP then SSTP only; since 0x0601 */
#define VS_L2tpSstp 0xD     /* L2TP then SSTP only; since 0x0601 */
#define VS_Ikev2Sstp 0xE    /* IKEv2 then SSTP only; since 0x0601 */
#define VS_ProtocolList 0xF /* use the ProtocolList of the entry; since 0x0A00 */

/* RASENTRY.dwfOptions */
/* dialling rules: number is built from dwCountryID, dwCountryCode, szAreaCode and szLocalPhoneNumber; clear = those
 * members are ignored: */
#define RASEO_UseCountryAndAreaCodes 1
#define RASEO_SpecificIpAddr 2 /* ask the server for ipaddr */
/* use ipaddrDns, ipaddrDnsAlt, ipaddrWins, ipaddrWinsAlt instead of values from the server: */
#define RASEO_SpecificNameServers 4
#define RASEO_IpHeaderCompression 8     /* negotiate Van Jacobson header compression on PPP (SLIP: server decides) */
#define RASEO_RemoteDefaultGateway 0x10 /* default IPv4 route goes through the connection while it is up */
#define RASEO_DisableLcpExtensions 0x20 /* no RFC 1570 LCP extensions (old peers; loses callback etc.) */
#define RASEO_TerminalBeforeDial 0x40   /* terminal window before dialling (effective with RasDialDlg) */
/* terminal window after connecting; no effect if a script is set (effective with RasDialDlg): */
#define RASEO_TerminalAfterDial 0x80
#define RASEO_ModemLights 0x100        /* status icon in the task bar */
#define RASEO_SwCompression 0x200      /* negotiate CCP software compression (normally set) */
#define RASEO_RequireEncryptedPw 0x400 /* never PAP; CHAP-MD5, MS-CHAP, SPAP allowed */
/* only Microsoft secure schemes (no PAP, CHAP-MD5, SPAP); overrides and implies RequireEncryptedPw: */
#define RASEO_RequireMsEncryptedPw 0x800
/* drop the connection unless encryption is negotiated; needs RequireMsEncryptedPw; MPPE on PPP: */
#define RASEO_RequireDataEncryption 0x1000
#define RASEO_NetworkLogon 0x2000 /* log on to the network after connecting (Windows 95/98 only) */
/* dial with the logged-on user's name/password/domain; needs RequireMsEncryptedPw: */
#define RASEO_UseLogonCredentials 0x4000
#define RASEO_PromoteAlternates 0x8000 /* an alternate number that worked becomes the primary */
/* warn about existing file/printer bindings before connecting; since 0x0401: */
#define RASEO_SecureLocalFiles 0x00010000
#define RASEO_RequireEAP 0x00020000  /* EAP must/may be used; since 0x0500 */
#define RASEO_RequirePAP 0x00040000  /* PAP must/may be used; since 0x0500 */
#define RASEO_RequireSPAP 0x00080000 /* SPAP (gone since Vista); since 0x0500 */
#define RASEO_Custom 0x00100000      /* custom (advanced) authentication/encryption settings apply; since 0x0500 */
#define RASEO_PreviewPhoneNumber 0x00200000  /* show the number to the user before dialling (UI); since 0x0500 */
#define RASEO_SharedPhoneNumbers 0x00800000  /* all subentries share the first one's numbers; since 0x0500 */
#define RASEO_PreviewUserPw 0x01000000       /* prompt for user/password before dialling (UI); since 0x0500 */
#define RASEO_PreviewDomain 0x02000000       /* prompt includes the domain (UI); since 0x0500 */
#define RASEO_ShowDialingProgress 0x04000000 /* show progress (UI); since 0x0500 */
#define RASEO_RequireCHAP 0x08000000         /* CHAP-MD5 must/may be used; since 0x0500 */
#define RASEO_RequireMsCHAP 0x10000000       /* MS-CHAP v1 (gone since Vista); since 0x0500 */
#define RASEO_RequireMsCHAP2 0x20000000      /* MS-CHAP v2; since 0x0500 */
#define RASEO_RequireW95MSCHAP 0x40000000    /* Windows 95 style MS-CHAP (gone since Vista); since 0x0500 */
#define RASEO_CustomScript 0x80000000        /* call the custom-scripting DLL once the link is up; since 0x0500 */

/* RASENTRY.dwfOptions2 */
#define RASEO2_SecureFileAndPrint 1     /* File and Printer Sharing is NOT bound to this connection; since 0x0501 */
#define RASEO2_SecureClientForMSNet 2   /* Client for Microsoft Networks is NOT bound; since 0x0501 */
#define RASEO2_DontNegotiateMultilink 4 /* no multilink on single-link connections; since 0x0501 */
#define RASEO2_DontUseRasCredentials 8  /* do not reuse the dial credentials for network resources; since 0x0501 */
#define RASEO2_UsePreSharedKey 0x10     /* IPsec/L2TP with a pre-shared key; since 0x0501 */
#define RASEO2_Internet 0x20            /* entry connects to the Internet; since 0x0501 */
#define RASEO2_DisableNbtOverIP 0x40    /* no NetBIOS over TCP/IP; since 0x0501 */
/* ignore the entry's device settings, use the device defaults; since 0x0501: */
#define RASEO2_UseGlobalDeviceSettings 0x80
#define RASEO2_ReconnectIfDropped 0x100           /* redial when the link drops; since 0x0501 */
#define RASEO2_SharePhoneNumbers 0x200            /* all devices share the phone numbers; since 0x0501 */
#define RASEO2_SecureRoutingCompartment 0x400     /* own routing compartment; since 0x0600 */
#define RASEO2_UseTypicalSettings 0x800           /* UI shows the typical (simple) settings; since 0x0600 */
#define RASEO2_IPv6SpecificNameServers 0x1000     /* use ipv6addrDns/ipv6addrDnsAlt; since 0x0600 */
#define RASEO2_IPv6RemoteDefaultGateway 0x2000    /* default IPv6 route through the connection; since 0x0600 */
#define RASEO2_RegisterIpWithDNS 0x4000           /* register the address in DNS; since 0x0600 */
#define RASEO2_UseDNSSuffixForRegistration 0x8000 /* register with szDnsSuffix; since 0x0600 */
#define RASEO2_IPv4ExplicitMetric 0x00010000      /* dwIPv4InterfaceMetric is valid; since 0x0600 */
#define RASEO2_IPv6ExplicitMetric 0x00020000      /* dwIPv6InterfaceMetric is valid; since 0x0600 */
/* skip the server-auth EKU/name check of the IKE certificate; since 0x0600: */
#define RASEO2_DisableIKENameEkuCheck 0x00040000
/* no class-based route when not the default gateway; since 0x0601: */
#define RASEO2_DisableClassBasedStaticRoute 0x00080000
#define RASEO2_SpecificIPv6Addr 0x00100000           /* ask for ipv6addr/dwIPv6PrefixLength; since 0x0601 */
#define RASEO2_DisableMobility 0x00200000            /* no MOBIKE; since 0x0601 */
#define RASEO2_RequireMachineCertificates 0x00400000 /* IKEv2 authenticates with machine certificates; since 0x0601 */
#define RASEO2_UsePreSharedKeyForIkev2Initiator 0x00800000 /* PSK for the IKEv2 initiator; since 0x0602 */
#define RASEO2_UsePreSharedKeyForIkev2Responder 0x01000000 /* PSK for the IKEv2 responder; since 0x0602 */
#define RASEO2_CacheCredentials 0x02000000     /* keep the credentials after a successful dial; since 0x0602 */
#define RASEO2_AutoTriggerCapable 0x04000000   /* may be auto-triggered; since 0x0603 */
#define RASEO2_IsThirdPartyProfile 0x08000000  /* VPN plug-in profile; since 0x0603 */
#define RASEO2_AuthTypeIsOtp 0x10000000        /* one-time password authentication; since 0x0603 */
#define RASEO2_IsAlwaysOn 0x20000000           /* always-on VPN; since 0x0604 */
#define RASEO2_IsPrivateNetwork 0x40000000     /* gives access to a private network; since 0x0604 */
#define RASEO2_PlumbIKEv2TSAsRoutes 0x80000000 /* install IKEv2 traffic selectors as routes; since 0x0A00 */

/* RASENTRY.dwfNetProtocols */
#define RASNP_NetBEUI 1 /* NetBEUI (obsolete) */
#define RASNP_Ipx 2     /* IPX (obsolete) */
#define RASNP_Ip 4      /* IPv4 */
#define RASNP_Ipv6 8    /* IPv6; since 0x0600 */

/* RASENTRY.dwFramingProtocol */
#define RASFP_Ppp 1  /* PPP */
#define RASFP_Slip 2 /* SLIP (gone since Vista) */
#define RASFP_Ras 4  /* asynchronous NetBEUI (obsolete) */

/* Device types, RASENTRY.szDeviceType */
#define RASDT_Modem TEXT("modem")
#define RASDT_Isdn TEXT("isdn")
#define RASDT_X25 TEXT("x25")
#define RASDT_Vpn TEXT("vpn")
#define RASDT_Pad TEXT("pad")
#define RASDT_Generic TEXT("GENERIC")
#define RASDT_Serial TEXT("SERIAL")
#define RASDT_FrameRelay TEXT("FRAMERELAY")
#define RASDT_Atm TEXT("ATM")
#define RASDT_Sonet TEXT("SONET")
#define RASDT_SW56 TEXT("SW56")
#define RASDT_Irda TEXT("IRDA")
#define RASDT_Parallel TEXT("PARALLEL")
#define RASDT_PPPoE TEXT("PPPoE") /* since 0x0501 */

/* RASENTRY.dwType */
#define RASET_Phone 1     /* modem, ISDN, X.25... */
#define RASET_Vpn 2       /* virtual private network */
#define RASET_Direct 3    /* direct serial/parallel (gone since Vista); until 0x0501 */
#define RASET_Internet 4  /* managed by Connection Manager (not for API callers) */
#define RASET_Broadband 5 /* PPPoE; since 0x0501 */

/* RasConnectionNotification: dwFlags */
#define RASCN_Connection 1           /* signal when a connection is made (INVALID_HANDLE_VALUE only) */
#define RASCN_Disconnection 2        /* signal when the connection (all links) ends */
#define RASCN_BandwidthAdded 4       /* signal when a link joins a multilink connection */
#define RASCN_BandwidthRemoved 8     /* signal when a link leaves */
#define RASCN_Dormant 0x10           /* IKEv2 connection went dormant (Windows 7) */
#define RASCN_ReConnection 0x20      /* IKEv2 connection resumed (Windows 7) */
#define RASCN_EPDGPacketArrival 0x40 /* ePDG packet arrived (Windows 10) */

/* RASENTRY.dwDialMode */
#define RASEDM_DialAll 1      /* dial every sub-entry at start; since 0x0401 */
#define RASEDM_DialAsNeeded 2 /* dial one, add/drop by bandwidth; since 0x0401 */

/* RASENTRY.dwIdleDisconnectSeconds */
#define RASIDS_Disabled 0xFFFFFFFF /* never idle-disconnect; since 0x0401 */
#define RASIDS_UseGlobalValue 0    /* use the user default; since 0x0401 */

/* RASADPARAMS.dwFlags */
#define RASADFLG_PositionDlg 1 /* xDlg/yDlg valid; since 0x0401 */

/* RASCREDENTIALS.dwMask */
#define RASCM_UserName 1              /* szUserName valid; since 0x0401 */
#define RASCM_Password 2              /* szPassword valid; since 0x0401 */
#define RASCM_Domain 4                /* szDomain valid; since 0x0401 */
#define RASCM_DefaultCreds 8          /* the default credentials of an all-user entry; since 0x0501 */
#define RASCM_PreSharedKey 0x10       /* szPassword carries/receives the pre-shared key; since 0x0501 */
#define RASCM_ServerPreSharedKey 0x20 /* server PSK (RRAS); since 0x0501 */
#define RASCM_DDMPreSharedKey 0x40    /* demand-dial PSK; since 0x0501 */

/* RasGetAutodialParam, RasSetAutodialParam: dwKey */
#define RASADP_DisableConnectionQuery 0 /* DWORD; 0 ask first (default), 1 dial silently; since 0x0401 */
/* DWORD; 1 disables autodial for this logon session (default 0, reset at logon); since 0x0401: */
#define RASADP_LoginSessionDisable 1
#define RASADP_SavedAddressesLimit 2     /* DWORD; max stored addresses, default 100; since 0x0401 */
#define RASADP_FailedConnectionTimeout 3 /* DWORD seconds; no retry to the same address, default 5; since 0x0401 */
#define RASADP_ConnectionQueryTimeout 4  /* DWORD seconds; countdown of the confirm box; since 0x0401 */

/* RasGetEapUserIdentity: dwFlags */
#define RASEAPF_NonInteractive 2 /* no UI allowed; since 0x0500 */
#define RASEAPF_Logon 4          /* user data comes from the logon process; since 0x0500 */
#define RASEAPF_Preview 8        /* prompt before dialling; since 0x0500 */

/* Custom dialling DLLs: dwFlags */
#define RCD_SingleUser 0 /* per-user entry; since 0x0500 */
#define RCD_AllUsers 1   /* all-users entry; since 0x0500 */
#define RCD_Eap 2        /* entry uses EAP; since 0x0500 */
#define RCD_Logon 4      /* dialled from the logon context; since 0x0500 */

/** The states of a connection. A state is reported when it is about to be entered. (RASCONNSTATE enumeration) */
typedef enum tagRASCONNSTATE {
    RASCS_OpenPort = 0,   /**< port is about to be opened */
    RASCS_PortOpened = 1, /**< port is open */
    /** a device is about to be connected (number dialled / tunnel or PPPoE set-up); status gives its name and type */
    RASCS_ConnectDevice = 2,
    RASCS_DeviceConnected = 3,     /**< that device connected */
    RASCS_AllDevicesConnected = 4, /**< last device connected: physical/tunnel link is up */
    RASCS_Authenticate = 5,        /**< authentication phase starts (PPP LCP) */
    /** authentication event; with dwError 0 another Auth* state follows, with an error authentication failed */
    RASCS_AuthNotify = 6,
    RASCS_AuthRetry = 7,                /**< client asked for another attempt with new credentials */
    RASCS_AuthCallback = 8,             /**< server asked for the callback number (set-by-caller) */
    RASCS_AuthChangePassword = 9,       /**< client sends a new password */
    RASCS_AuthProject = 10,             /**< projection phase (network protocols) starts */
    RASCS_AuthLinkSpeed = 11,           /**< link speed is being determined */
    RASCS_AuthAck = 12,                 /**< server acknowledged an authentication request */
    RASCS_ReAuthenticate = 13,          /**< authentication runs again after callback */
    RASCS_Authenticated = 14,           /**< authentication complete */
    RASCS_PrepareForCallback = 15,      /**< line is about to be dropped for the callback */
    RASCS_WaitForModemReset = 16,       /**< waiting for the modem to reset before the callback */
    RASCS_WaitForCallback = 17,         /**< waiting for the call from the server */
    RASCS_Projected = 18,               /**< projection results available (RasGetProjectionInfo); follows AuthProject */
    RASCS_StartAuthentication = 19,     /**< Windows 95/98 only: authentication starts */
    RASCS_CallbackComplete = 20,        /**< Windows 95/98 only: callback done */
    RASCS_LogonNetwork = 21,            /**< Windows 95/98 only: network logon */
    RASCS_SubEntryConnected = 22,       /**< a link of a multilink connection is up */
    RASCS_SubEntryDisconnected = 23,    /**< a link of a multilink connection ended */
    RASCS_ApplySettings = 24,           /**< Windows 7+: settings are being applied */
    RASCS_Interactive = 0x1000,         /**< paused: terminal or script interaction */
    RASCS_RetryAuthentication = 0x1001, /**< paused: new user name/password wanted */
    RASCS_CallbackSetByCaller = 0x1002, /**< paused: callback number wanted */
    RASCS_PasswordExpired = 0x1003,     /**< paused: new password wanted */
    RASCS_InvokeEapUI = 0x1004,         /**< paused: call RasInvokeEapUI */
    RASCS_Connected = 0x2000,           /**< terminal: connected */
    RASCS_Disconnected = 0x2001,        /**< terminal: failed, hung up or dropped */
} RASCONNSTATE,
    *LPRASCONNSTATE;

/** What a mobile (IKEv2) connection is doing. (RASCONNSUBSTATE enumeration) */
typedef enum tagRASCONNSUBSTATE {
    RASCSS_None = 0,
    RASCSS_Dormant = 1,
    RASCSS_Reconnecting = 2,
    RASCSS_Reconnected = 0x2000,
} RASCONNSUBSTATE;

/** The control protocols whose result RasGetProjectionInfo returns: their PPP protocol numbers. (RASPROJECTION
 * enumeration) */
typedef enum tagRASPROJECTION {
    RASP_Amb = 0x10000,   /**< obsolete */
    RASP_PppNbf = 0x803F, /**< obsolete */
    RASP_PppIpx = 0x802B, /**< obsolete */
    RASP_PppIp = 0x8021,
    RASP_PppCcp = 0x80FD,
    RASP_PppLcp = 0xC021,
    RASP_PppIpv6 = 0x8057,
    RASP_Slip = 0x20000,
} RASPROJECTION,
    *LPRASPROJECTION;

/** Which member of RAS_PROJECTION_INFO is valid. */
typedef enum RASPROJECTION_INFO_TYPE {
    PROJECTION_INFO_TYPE_PPP = 1,
    PROJECTION_INFO_TYPE_IKEv2 = 2,
} RASPROJECTION_INFO_TYPE;

/** The version of a structure that carries one. */
typedef enum _RASAPIVERSION {
    RASAPIVERSION_500 = 1,
    RASAPIVERSION_501 = 2,
    RASAPIVERSION_600 = 3,
    RASAPIVERSION_601 = 4,
    RASAPIVERSION_CURRENT = 4,
} RASAPIVERSION;

/** How an IKEv2 identity is written (RFC 7296, 3.5). */
typedef enum _IKEV2_ID_PAYLOAD_TYPE {
    IKEV2_ID_PAYLOAD_TYPE_INVALID = 0,
    IKEV2_ID_PAYLOAD_TYPE_IPV4_ADDR = 1,
    IKEV2_ID_PAYLOAD_TYPE_FQDN = 2,
    IKEV2_ID_PAYLOAD_TYPE_RFC822_ADDR = 3,
    IKEV2_ID_PAYLOAD_TYPE_RESERVED1 = 4,
    IKEV2_ID_PAYLOAD_TYPE_ID_IPV6_ADDR = 5,
    IKEV2_ID_PAYLOAD_TYPE_RESERVED2 = 6,
    IKEV2_ID_PAYLOAD_TYPE_RESERVED3 = 7,
    IKEV2_ID_PAYLOAD_TYPE_RESERVED4 = 8,
    IKEV2_ID_PAYLOAD_TYPE_DER_ASN1_DN = 9,
    IKEV2_ID_PAYLOAD_TYPE_DER_ASN1_GN = 10,
    IKEV2_ID_PAYLOAD_TYPE_KEY_ID = 11,
    IKEV2_ID_PAYLOAD_TYPE_MAX = 12,
} IKEV2_ID_PAYLOAD_TYPE;

/** RASIKEV2_PROJECTION_INFO.dwEncryptionMethod */
typedef enum IPSEC_CIPHER_TYPE_ {
    IPSEC_CIPHER_TYPE_DES = 1,
    IPSEC_CIPHER_TYPE_3DES = 2,
    IPSEC_CIPHER_TYPE_AES_128 = 3,
    IPSEC_CIPHER_TYPE_AES_192 = 4,
    IPSEC_CIPHER_TYPE_AES_256 = 5,
} IPSEC_CIPHER_TYPE;

/** RASNAPSTATE.isolationState (naptypes.h on Windows) */
typedef enum tagIsolationState {
    isolationStateNotRestricted = 1,
    isolationStateInProbation = 2,
    isolationStateRestrictedAccess = 3,
} IsolationState;

#endif /* OPENRAS_RASCONST_H */
