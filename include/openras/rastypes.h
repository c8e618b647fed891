/*
 * The structures of ras.h, byte for byte as Windows lays them out: packed to 4, so that handles and pointers inside may
 * be misaligned on 64 bits (take them by value, never by a pointer to the member). Members appear as WINVER grows, as
 * in the SDK. Texts are UTF-8 in structures with suffix A, UTF-16 in those with suffix W. tests/abi checks all of it.
 * Source: the API reference, "Remote Access Structures (ras.h)".
 */
#ifndef OPENRAS_RASTYPES_H
#define OPENRAS_RASTYPES_H

#include "rasconst.h"

/** A connection. 0 is none; INVALID_HANDLE_VALUE means "any" in RasConnectionNotification alone. */
typedef struct HRASCONN__* HRASCONN;
typedef HRASCONN* LPHRASCONN;

typedef struct in_addr RASIPV4ADDR;
typedef struct in6_addr RASIPV6ADDR;

/** State of network access protection (RasGetNapStatus). Not packed; its layout is the same either way. Size 20. */
typedef struct tagRASNAPSTATE {
    DWORD dwSize; /**< bytes of this structure, set by the caller */
    DWORD dwFlags;
    IsolationState isolationState; /**< IsolationState enum of naptypes.h */
    FILETIME probationTime;        /**< valid with RASNAP_ProbationTime in dwFlags */
} RASNAPSTATE, *LPRASNAPSTATE, *PRASNAPSTATE;

#pragma pack(push, 4)

/** IPv4 address, four bytes in display order. Size 4 on 64 bits. */
typedef struct tagRASIPADDR {
    BYTE a;
    BYTE b;
    BYTE c;
    BYTE d;
} RASIPADDR, *LPRASIPADDR;

/**
 * Tunnel end point (Windows 7+). dwType selects the union member: RASTUNNELENDPOINT_UNKNOWN/IPv4/IPv6. Size 20 on 64
 * bits.
 */
typedef struct tagRASTUNNELENDPOINT {
    DWORD dwType;
    union {
        RASIPV4ADDR ipv4;
        RASIPV6ADDR ipv6;
    };
} RASTUNNELENDPOINT, *LPRASTUNNELENDPOINT, *PRASTUNNELENDPOINT;

/**
 * One active connection (RasEnumConnections). Size 416 (0x0400), 680 (0x0401), 696 (0x0500), 708 (0x0501), 724
 * (0x0600) on 64 bits.
 */
typedef struct tagRASCONNA {
    DWORD dwSize;                             /**< bytes of this structure, set by the caller */
    HRASCONN hrasconn;                        /**< connection handle (combined handle for multilink) */
    CHAR szEntryName[RAS_MaxEntryName + 1];   /**< entry name, or "." + phone number when dialled without entry */
    CHAR szDeviceType[RAS_MaxDeviceType + 1]; /**< RASDT_* string */
    CHAR szDeviceName[RAS_MaxDeviceName + 1]; /**< device */
#if WINVER >= 0x0401
    CHAR szPhonebook[MAX_PATH]; /**< full path of the .pbk used */
    DWORD dwSubEntry;           /**< one-based link index for multilink */
#endif
#if WINVER >= 0x0500
    GUID guidEntry; /**< entry GUID (RASENTRY.guidId) */
#endif
#if WINVER >= 0x0501
    DWORD dwFlags; /**< RASCF_* */
    LUID luid;     /**< logon session that dialled */
#endif
#if WINVER >= 0x0600
    GUID guidCorrelationId; /**< correlates log events of one dial */
#endif
} RASCONNA, *LPRASCONNA;

/** RASCONNA in UTF-16. Size 820, 1344, 1360, 1372, 1388 on 64 bits. */
typedef struct tagRASCONNW {
    DWORD dwSize;
    HRASCONN hrasconn;
    WCHAR szEntryName[RAS_MaxEntryName + 1];
    WCHAR szDeviceType[RAS_MaxDeviceType + 1];
    WCHAR szDeviceName[RAS_MaxDeviceName + 1];
#if WINVER >= 0x0401
    WCHAR szPhonebook[MAX_PATH];
    DWORD dwSubEntry;
#endif
#if WINVER >= 0x0500
    GUID guidEntry;
#endif
#if WINVER >= 0x0501
    DWORD dwFlags;
    LUID luid;
#endif
#if WINVER >= 0x0600
    GUID guidCorrelationId;
#endif
} RASCONNW, *LPRASCONNW;

/** Result of RasGetConnectStatus. Size 160 (0x0400), 288 (0x0401), 332 (0x0601) on 64 bits. */
typedef struct tagRASCONNSTATUSA {
    DWORD dwSize;                             /**< bytes of this structure, set by the caller */
    RASCONNSTATE rasconnstate;                /**< current RASCONNSTATE */
    DWORD dwError;                            /**< why the connection failed; 0 otherwise */
    CHAR szDeviceType[RAS_MaxDeviceType + 1]; /**< device in use */
    CHAR szDeviceName[RAS_MaxDeviceName + 1]; /**< device in use */
#if WINVER >= 0x0401
    CHAR szPhoneNumber[RAS_MaxPhoneNumber + 1]; /**< number really dialled */
#endif
#if WINVER >= 0x0601
    RASTUNNELENDPOINT localEndPoint; /**< tunnel ends, Windows 7+ */
    RASTUNNELENDPOINT remoteEndPoint;
    RASCONNSUBSTATE rasconnsubstate; /**< RASCONNSUBSTATE (IKEv2 mobility) */
#endif
} RASCONNSTATUSA, *LPRASCONNSTATUSA;

/** RASCONNSTATUSA in UTF-16. Size 304, 564, 608 on 64 bits. */
typedef struct tagRASCONNSTATUSW {
    DWORD dwSize;
    RASCONNSTATE rasconnstate;
    DWORD dwError;
    WCHAR szDeviceType[RAS_MaxDeviceType + 1];
    WCHAR szDeviceName[RAS_MaxDeviceName + 1];
#if WINVER >= 0x0401
    WCHAR szPhoneNumber[RAS_MaxPhoneNumber + 1];
#endif
#if WINVER >= 0x0601
    RASTUNNELENDPOINT localEndPoint;
    RASTUNNELENDPOINT remoteEndPoint;
    RASCONNSUBSTATE rasconnsubstate;
#endif
} RASCONNSTATUSW, *LPRASCONNSTATUSW;

/**
 * Dial parameters; members described under RasDial. Size 1052 (0x0400), 1064 (0x0401), 1068 (0x0601), 1076 (0x0602)
 * on 64 bits.
 */
typedef struct tagRASDIALPARAMSA {
    DWORD dwSize;                                     /**< bytes of this structure, set by the caller */
    CHAR szEntryName[RAS_MaxEntryName + 1];           /**< "" = no entry */
    CHAR szPhoneNumber[RAS_MaxPhoneNumber + 1];       /**< "" = entry's number */
    CHAR szCallbackNumber[RAS_MaxCallbackNumber + 1]; /**< "", number or "*" */
    CHAR szUserName[UNLEN + 1];                       /**< UNLEN 256 */
    CHAR szPassword[PWLEN + 1];                       /**< PWLEN 256 */
    CHAR szDomain[DNLEN + 1];                         /**< DNLEN 15; "*" = stored domain */
#if WINVER >= 0x0401
    DWORD dwSubEntry;       /**< first link */
    ULONG_PTR dwCallbackId; /**< cookie for RasDialFunc2 */
#endif
#if WINVER >= 0x0601
    DWORD dwIfIndex; /**< VPN source interface */
#endif
#if WINVER >= 0x0602
    LPSTR szEncPassword; /**< pointer, normally NULL */
#endif
} RASDIALPARAMSA, *LPRASDIALPARAMSA;

/** RASDIALPARAMSA in UTF-16. Size 2096, 2108, 2112, 2120 on 64 bits. */
typedef struct tagRASDIALPARAMSW {
    DWORD dwSize;
    WCHAR szEntryName[RAS_MaxEntryName + 1];
    WCHAR szPhoneNumber[RAS_MaxPhoneNumber + 1];
    WCHAR szCallbackNumber[RAS_MaxCallbackNumber + 1];
    WCHAR szUserName[UNLEN + 1];
    WCHAR szPassword[PWLEN + 1];
    WCHAR szDomain[DNLEN + 1];
#if WINVER >= 0x0401
    DWORD dwSubEntry;
    ULONG_PTR dwCallbackId;
#endif
#if WINVER >= 0x0601
    DWORD dwIfIndex;
#endif
#if WINVER >= 0x0602
    LPSTR szEncPassword;
#endif
} RASDIALPARAMSW, *LPRASDIALPARAMSW;

/** EAP blob for RASDIALEXTENSIONS. Size 12 on 64 bits. */
typedef struct tagRASEAPINFO {
    DWORD dwSizeofEapInfo;
    BYTE* pbEapInfo;
} RASEAPINFO, *LPRASEAPINFO;

/** Device-specific cookie (SSTP/IKEv2), Windows 7+. Size 12 on 64 bits. */
typedef struct tagRASDEVSPECIFICINFO {
    DWORD dwSize; /**< bytes of this structure, set by the caller */
    BYTE* pbDevSpecificInfo;
} RASDEVSPECIFICINFO, *LPRASDEVSPECIFICINFO;

/** Extended dial options. Size 24 (0x0400), 44 (0x0500), 60 (0x0601) on 64 bits. */
typedef struct tagRASDIALEXTENSIONS {
    DWORD dwSize;       /**< bytes of this structure, set by the caller */
    DWORD dwfOptions;   /**< RDEOPT_* */
    HWND hwndParent;    /**< owner window for security DLL UI */
    ULONG_PTR reserved; /**< 0 */
#if WINVER >= 0x0500
    ULONG_PTR reserved1;   /**< 0 */
    RASEAPINFO RasEapInfo; /**< EAP identity blob */
#endif
#if WINVER >= 0x0601
    BOOL fSkipPppAuth;                     /**< TRUE: PPP authentication skipped */
    RASDEVSPECIFICINFO RasDevSpecificInfo; /**< server-policy cookie */
#endif
} RASDIALEXTENSIONS, *LPRASDIALEXTENSIONS;

/** Element of RasEnumEntries. Size 264 (0x0400), 532 (0x0500) on 64 bits. */
typedef struct tagRASENTRYNAMEA {
    DWORD dwSize; /**< bytes of this structure, set by the caller */
    CHAR szEntryName[RAS_MaxEntryName + 1];
#if WINVER >= 0x0500
    DWORD dwFlags;                      /**< REN_User / REN_AllUsers */
    CHAR szPhonebookPath[MAX_PATH + 1]; /**< file holding the entry */
#endif
} RASENTRYNAMEA, *LPRASENTRYNAMEA;

/** RASENTRYNAMEA in UTF-16. Size 520, 1048 on 64 bits. */
typedef struct tagRASENTRYNAMEW {
    DWORD dwSize;
    WCHAR szEntryName[RAS_MaxEntryName + 1];
#if WINVER >= 0x0500
    DWORD dwFlags;
    WCHAR szPhonebookPath[MAX_PATH + 1];
#endif
} RASENTRYNAMEW, *LPRASENTRYNAMEW;

/** Legacy AMB (NetBEUI gateway) authentication result. Size 28 on 64 bits. */
typedef struct tagRASAMBA {
    DWORD dwSize;                              /**< bytes of this structure, set by the caller */
    DWORD dwError;                             /**< result */
    CHAR szNetBiosError[NETBIOS_NAME_LEN + 1]; /**< NetBIOS name when dwError = ERROR_NAME_EXISTS_ON_NET */
    BYTE bLana;                                /**< LANA number */
} RASAMBA, *LPRASAMBA;

/** RASAMBA in UTF-16. Size 44 on 64 bits. */
typedef struct tagRASAMBW {
    DWORD dwSize;
    DWORD dwError;
    WCHAR szNetBiosError[NETBIOS_NAME_LEN + 1];
    BYTE bLana;
} RASAMBW, *LPRASAMBW;

/** NetBEUI over PPP result (obsolete). Size 48 on 64 bits. */
typedef struct tagRASPPPNBFA {
    DWORD dwSize; /**< bytes of this structure, set by the caller */
    DWORD dwError;
    DWORD dwNetBiosError;
    CHAR szNetBiosError[NETBIOS_NAME_LEN + 1];
    CHAR szWorkstationName[NETBIOS_NAME_LEN + 1];
    BYTE bLana;
} RASPPPNBFA, *LPRASPPPNBFA;

/** RASPPPNBFA in UTF-16. Size 84 on 64 bits. */
typedef struct tagRASPPPNBFW {
    DWORD dwSize;
    DWORD dwError;
    DWORD dwNetBiosError;
    WCHAR szNetBiosError[NETBIOS_NAME_LEN + 1];
    WCHAR szWorkstationName[NETBIOS_NAME_LEN + 1];
    BYTE bLana;
} RASPPPNBFW, *LPRASPPPNBFW;

/** IPX over PPP result (obsolete). Size 32 on 64 bits. */
typedef struct tagRASPPPIPXA {
    DWORD dwSize; /**< bytes of this structure, set by the caller */
    DWORD dwError;
    CHAR szIpxAddress[RAS_MaxIpxAddress + 1];
} RASPPPIPXA, *LPRASPPPIPXA;

/** RASPPPIPXA in UTF-16. Size 52 on 64 bits. */
typedef struct tagRASPPPIPXW {
    DWORD dwSize;
    DWORD dwError;
    WCHAR szIpxAddress[RAS_MaxIpxAddress + 1];
} RASPPPIPXW, *LPRASPPPIPXW;

/** IPCP result. Size 40 (0x0400), 48 (0x0500) on 64 bits. */
typedef struct tagRASPPPIPA {
    DWORD dwSize;                                 /**< bytes of this structure, set by the caller */
    DWORD dwError;                                /**< 0 ok, else why IPCP failed */
    CHAR szIpAddress[RAS_MaxIpAddress + 1];       /**< local dotted address */
    CHAR szServerIpAddress[RAS_MaxIpAddress + 1]; /**< peer address ("" if the peer gave none) */
#if WINVER >= 0x0500
    DWORD dwOptions;       /**< RASIPO_* local */
    DWORD dwServerOptions; /**< RASIPO_* peer */
#endif
} RASPPPIPA, *LPRASPPPIPA;

/** RASPPPIPA in UTF-16. Size 72, 80 on 64 bits. */
typedef struct tagRASPPPIPW {
    DWORD dwSize;
    DWORD dwError;
    WCHAR szIpAddress[RAS_MaxIpAddress + 1];
    WCHAR szServerIpAddress[RAS_MaxIpAddress + 1];
#if WINVER >= 0x0500
    DWORD dwOptions;
    DWORD dwServerOptions;
#endif
} RASPPPIPW, *LPRASPPPIPW;

/** IPv6CP result. Size 28 on 64 bits. */
typedef struct tagRASPPPIPV6 {
    DWORD dwSize; /**< bytes of this structure, set by the caller */
    DWORD dwError;
    BYTE bLocalInterfaceIdentifier[8]; /**< 64-bit interface id */
    BYTE bPeerInterfaceIdentifier[8];
    BYTE bLocalCompressionProtocol[2];
    BYTE bPeerCompressionProtocol[2];
} RASPPPIPV6, *LPRASPPPIPV6;

/** LCP/multilink/authentication result. Size 8 (0x0400), 1080 (0x0500) on 64 bits. */
typedef struct tagRASPPPLCPA {
    DWORD dwSize;  /**< bytes of this structure, set by the caller */
    BOOL fBundled; /**< TRUE when the connection is one of several bundled links */
#if WINVER >= 0x0500
    DWORD dwError;
    DWORD dwAuthenticationProtocol; /**< RASLCPAP_* we used */
    DWORD dwAuthenticationData;     /**< RASLCPAD_* when CHAP */
    DWORD dwEapTypeId;              /**< EAP type when EAP */
    DWORD dwServerAuthenticationProtocol;
    DWORD dwServerAuthenticationData;
    DWORD dwServerEapTypeId;
    BOOL fMultilink;         /**< TRUE if MP was negotiated */
    DWORD dwTerminateReason; /**< LCP terminate code from us */
    DWORD dwServerTerminateReason;
    /** server text from PAP/CHAP reply (no NUL guaranteed at exactly 1024) */
    CHAR szReplyMessage[RAS_MaxReplyMessage];
    DWORD dwOptions; /**< RASLCPO_* */
    DWORD dwServerOptions;
#endif
} RASPPPLCPA, *LPRASPPPLCPA;

/** RASPPPLCPA in UTF-16. Size 8, 2104 on 64 bits. */
typedef struct tagRASPPPLCPW {
    DWORD dwSize;
    BOOL fBundled;
#if WINVER >= 0x0500
    DWORD dwError;
    DWORD dwAuthenticationProtocol;
    DWORD dwAuthenticationData;
    DWORD dwEapTypeId;
    DWORD dwServerAuthenticationProtocol;
    DWORD dwServerAuthenticationData;
    DWORD dwServerEapTypeId;
    BOOL fMultilink;
    DWORD dwTerminateReason;
    DWORD dwServerTerminateReason;
    WCHAR szReplyMessage[RAS_MaxReplyMessage];
    DWORD dwOptions;
    DWORD dwServerOptions;
#endif
} RASPPPLCPW, *LPRASPPPLCPW;

/** SLIP result (obsolete). Size 24 on 64 bits. */
typedef struct tagRASSLIPA {
    DWORD dwSize; /**< bytes of this structure, set by the caller */
    DWORD dwError;
    CHAR szIpAddress[RAS_MaxIpAddress + 1];
} RASSLIPA, *LPRASSLIPA;

/** RASSLIPA in UTF-16. Size 40 on 64 bits. */
typedef struct tagRASSLIPW {
    DWORD dwSize;
    DWORD dwError;
    WCHAR szIpAddress[RAS_MaxIpAddress + 1];
} RASSLIPW, *LPRASSLIPW;

/** CCP result. Size 24 on 64 bits. */
typedef struct tagRASPPPCCP {
    DWORD dwSize; /**< bytes of this structure, set by the caller */
    DWORD dwError;
    DWORD dwCompressionAlgorithm; /**< RASCCPCA_* */
    DWORD dwOptions;              /**< RASCCPO_* */
    DWORD dwServerCompressionAlgorithm;
    DWORD dwServerOptions;
} RASPPPCCP, *LPRASPPPCCP;

/** PPP part of RAS_PROJECTION_INFO (Windows 7+). Size 100 on 64 bits. */
typedef struct tagRASPPP_PROJECTION_INFO {
    DWORD dwIPv4NegotiationError; /**< 0 ok */
    RASIPV4ADDR ipv4Address;
    RASIPV4ADDR ipv4ServerAddress;
    DWORD dwIPv4Options;
    DWORD dwIPv4ServerOptions;
    DWORD dwIPv6NegotiationError; /**< 0 ok */
    BYTE bInterfaceIdentifier[8];
    BYTE bServerInterfaceIdentifier[8];
    BOOL fBundled;
    BOOL fMultilink;
    DWORD dwAuthenticationProtocol;
    DWORD dwAuthenticationData;
    DWORD dwServerAuthenticationProtocol;
    DWORD dwServerAuthenticationData;
    DWORD dwEapTypeId;
    DWORD dwServerEapTypeId;
    DWORD dwLcpOptions;
    DWORD dwLcpServerOptions;
    DWORD dwCcpError;
    DWORD dwCcpCompressionAlgorithm;
    DWORD dwCcpServerCompressionAlgorithm;
    DWORD dwCcpOptions;
    DWORD dwCcpServerOptions;
} RASPPP_PROJECTION_INFO, *LPRASPPP_PROJECTION_INFO, *PRASPPP_PROJECTION_INFO;

/** IKEv2 part of RAS_PROJECTION_INFO. Size 92 on 64 bits. */
typedef struct tagRASIKEV2_PROJECTION_INFO {
    DWORD dwIPv4NegotiationError;
    RASIPV4ADDR ipv4Address;
    RASIPV4ADDR ipv4ServerAddress;
    DWORD dwIPv6NegotiationError;
    RASIPV6ADDR ipv6Address;
    RASIPV6ADDR ipv6ServerAddress;
    DWORD dwPrefixLength;
    DWORD dwAuthenticationProtocol; /**< RASIKEv2_AUTH_* */
    DWORD dwEapTypeId;
    DWORD dwFlags;            /**< RASIKEv2_FLAGS_* */
    DWORD dwEncryptionMethod; /**< IPSEC_CIPHER_TYPE */
    DWORD numIPv4ServerAddresses;
    RASIPV4ADDR* ipv4ServerAddresses; /**< pointer into the same caller buffer */
    DWORD numIPv6ServerAddresses;
    RASIPV6ADDR* ipv6ServerAddresses;
} RASIKEV2_PROJECTION_INFO, *LPRASIKEV2_PROJECTION_INFO, *PRASIKEV2_PROJECTION_INFO;

/** Result of RasGetProjectionInfoEx. Size 108 on 64 bits. */
typedef struct tagRAS_PROJECTION_INFO {
    RASAPIVERSION version;        /**< RASAPIVERSION, set by caller */
    RASPROJECTION_INFO_TYPE type; /**< RASPROJECTION_INFO_TYPE */
    union {
        RASPPP_PROJECTION_INFO ppp;
        RASIKEV2_PROJECTION_INFO ikev2;
    };
} RAS_PROJECTION_INFO, *LPRAS_PROJECTION_INFO, *PRAS_PROJECTION_INFO;

/** Element of RasEnumDevices. Size 152 on 64 bits. */
typedef struct tagRASDEVINFOA {
    DWORD dwSize; /**< bytes of this structure, set by the caller */
    CHAR szDeviceType[RAS_MaxDeviceType + 1];
    CHAR szDeviceName[RAS_MaxDeviceName + 1];
} RASDEVINFOA, *LPRASDEVINFOA;

/** RASDEVINFOA in UTF-16. Size 296 on 64 bits. */
typedef struct tagRASDEVINFOW {
    DWORD dwSize;
    WCHAR szDeviceType[RAS_MaxDeviceType + 1];
    WCHAR szDeviceName[RAS_MaxDeviceName + 1];
} RASDEVINFOW, *LPRASDEVINFOW;

/** Country information. Size 20 on 64 bits. */
typedef struct tagRASCTRYINFO {
    DWORD dwSize; /**< bytes of this structure, set by the caller */
    DWORD dwCountryID;
    DWORD dwNextCountryID;
    DWORD dwCountryCode;
    DWORD dwCountryNameOffset; /**< byte offset from struct start to the name string */
} RASCTRYINFO, *LPRASCTRYINFO;
/* No text is in it: both functions have the same structure. */
typedef RASCTRYINFO RASCTRYINFOA, *LPRASCTRYINFOA;
typedef RASCTRYINFO RASCTRYINFOW, *LPRASCTRYINFOW;

/**
 * A phone-book entry. Trailing alternates list at dwAlternateOffset. Size 1768 (0x0400), 1796 (0x0401), 2088
 * (0x0500), 2884 (0x0501), 2924 (0x0600), 2948 (0x0601), 3480 (0x0A00) on 64 bits.
 */
typedef struct tagRASENTRYA {
    DWORD dwSize;        /**< bytes of this structure, set by the caller */
    DWORD dwfOptions;    /**< RASEO_* */
    DWORD dwCountryID;   /**< TAPI country id, used with RASEO_UseCountryAndAreaCodes */
    DWORD dwCountryCode; /**< e.g. 49 */
    CHAR szAreaCode[RAS_MaxAreaCode + 1];
    CHAR szLocalPhoneNumber[RAS_MaxPhoneNumber + 1]; /**< number; VPN: host name/IP; PPPoE: service name */
    DWORD dwAlternateOffset;                         /**< offset of alternates list, 0 = none */
    RASIPADDR ipaddr;                                /**< used with RASEO_SpecificIpAddr */
    RASIPADDR ipaddrDns;                             /**< used with RASEO_SpecificNameServers */
    RASIPADDR ipaddrDnsAlt;
    RASIPADDR ipaddrWins;
    RASIPADDR ipaddrWinsAlt;
    DWORD dwFrameSize;                        /**< SLIP only: 1006 or 1500 */
    DWORD dwfNetProtocols;                    /**< RASNP_* */
    DWORD dwFramingProtocol;                  /**< RASFP_* */
    CHAR szScript[MAX_PATH];                  /**< script file, or "[section]" of SWITCH.INF if it starts with "[" */
    CHAR szAutodialDll[MAX_PATH];             /**< custom AutoDial handler DLL */
    CHAR szAutodialFunc[MAX_PATH];            /**< its export name without A/W */
    CHAR szDeviceType[RAS_MaxDeviceType + 1]; /**< RASDT_* */
    CHAR szDeviceName[RAS_MaxDeviceName + 1];
    CHAR szX25PadType[RAS_MaxPadType + 1];
    CHAR szX25Address[RAS_MaxX25Address + 1];
    CHAR szX25Facilities[RAS_MaxFacilities + 1];
    CHAR szX25UserData[RAS_MaxUserData + 1];
    DWORD dwChannels; /**< reserved (ISDN channels) */
    DWORD dwReserved1;
    DWORD dwReserved2;
#if WINVER >= 0x0401
    DWORD dwSubEntries; /**< number of subentries (read only: RasSetSubEntryProperties creates them) */
    DWORD dwDialMode;   /**< RASEDM_* */
    DWORD dwDialExtraPercent;
    DWORD dwDialExtraSampleSeconds;
    DWORD dwHangUpExtraPercent;
    DWORD dwHangUpExtraSampleSeconds;
    DWORD dwIdleDisconnectSeconds; /**< RASIDS_* or seconds */
#endif
#if WINVER >= 0x0500
    DWORD dwType;                   /**< RASET_* */
    DWORD dwEncryptionType;         /**< ET_* */
    DWORD dwCustomAuthKey;          /**< EAP type id */
    GUID guidId;                    /**< read only */
    CHAR szCustomDialDll[MAX_PATH]; /**< custom dial DLL */
    DWORD dwVpnStrategy;            /**< VS_* */
#endif
#if WINVER >= 0x0501
    DWORD dwfOptions2; /**< RASEO2_* */
    DWORD dwfOptions3; /**< 0 */
    CHAR szDnsSuffix[RAS_MaxDnsSuffix];
    DWORD dwTcpWindowSize;            /**< ignored since Vista */
    CHAR szPrerequisitePbk[MAX_PATH]; /**< entry to dial first */
    CHAR szPrerequisiteEntry[RAS_MaxEntryName + 1];
    DWORD dwRedialCount;
    DWORD dwRedialPause; /**< seconds */
#endif
#if WINVER >= 0x0600
    RASIPV6ADDR ipv6addrDns;
    RASIPV6ADDR ipv6addrDnsAlt;
    DWORD dwIPv4InterfaceMetric;
    DWORD dwIPv6InterfaceMetric;
#endif
#if WINVER >= 0x0601
    RASIPV6ADDR ipv6addr; /**< with RASEO2_SpecificIPv6Addr */
    DWORD dwIPv6PrefixLength;
    DWORD dwNetworkOutageTime; /**< seconds IKEv2 survives without network */
#endif
#if WINVER >= 0x0A00
    CHAR szIDi[RAS_MaxIDSize + 1];
    CHAR szIDr[RAS_MaxIDSize + 1];
    BOOL fIsImsConfig;
    IKEV2_ID_PAYLOAD_TYPE IdiType; /**< IKEV2_ID_PAYLOAD_TYPE */
    IKEV2_ID_PAYLOAD_TYPE IdrType;
    BOOL fDisableIKEv2Fragmentation;
#endif
} RASENTRYA, *LPRASENTRYA;

/** RASENTRYA in UTF-16. Size 3468, 3496, 4048, 5616, 5656, 5680, 6724 on 64 bits. */
typedef struct tagRASENTRYW {
    DWORD dwSize;
    DWORD dwfOptions;
    DWORD dwCountryID;
    DWORD dwCountryCode;
    WCHAR szAreaCode[RAS_MaxAreaCode + 1];
    WCHAR szLocalPhoneNumber[RAS_MaxPhoneNumber + 1];
    DWORD dwAlternateOffset;
    RASIPADDR ipaddr;
    RASIPADDR ipaddrDns;
    RASIPADDR ipaddrDnsAlt;
    RASIPADDR ipaddrWins;
    RASIPADDR ipaddrWinsAlt;
    DWORD dwFrameSize;
    DWORD dwfNetProtocols;
    DWORD dwFramingProtocol;
    WCHAR szScript[MAX_PATH];
    WCHAR szAutodialDll[MAX_PATH];
    WCHAR szAutodialFunc[MAX_PATH];
    WCHAR szDeviceType[RAS_MaxDeviceType + 1];
    WCHAR szDeviceName[RAS_MaxDeviceName + 1];
    WCHAR szX25PadType[RAS_MaxPadType + 1];
    WCHAR szX25Address[RAS_MaxX25Address + 1];
    WCHAR szX25Facilities[RAS_MaxFacilities + 1];
    WCHAR szX25UserData[RAS_MaxUserData + 1];
    DWORD dwChannels;
    DWORD dwReserved1;
    DWORD dwReserved2;
#if WINVER >= 0x0401
    DWORD dwSubEntries;
    DWORD dwDialMode;
    DWORD dwDialExtraPercent;
    DWORD dwDialExtraSampleSeconds;
    DWORD dwHangUpExtraPercent;
    DWORD dwHangUpExtraSampleSeconds;
    DWORD dwIdleDisconnectSeconds;
#endif
#if WINVER >= 0x0500
    DWORD dwType;
    DWORD dwEncryptionType;
    DWORD dwCustomAuthKey;
    GUID guidId;
    WCHAR szCustomDialDll[MAX_PATH];
    DWORD dwVpnStrategy;
#endif
#if WINVER >= 0x0501
    DWORD dwfOptions2;
    DWORD dwfOptions3;
    WCHAR szDnsSuffix[RAS_MaxDnsSuffix];
    DWORD dwTcpWindowSize;
    WCHAR szPrerequisitePbk[MAX_PATH];
    WCHAR szPrerequisiteEntry[RAS_MaxEntryName + 1];
    DWORD dwRedialCount;
    DWORD dwRedialPause;
#endif
#if WINVER >= 0x0600
    RASIPV6ADDR ipv6addrDns;
    RASIPV6ADDR ipv6addrDnsAlt;
    DWORD dwIPv4InterfaceMetric;
    DWORD dwIPv6InterfaceMetric;
#endif
#if WINVER >= 0x0601
    RASIPV6ADDR ipv6addr;
    DWORD dwIPv6PrefixLength;
    DWORD dwNetworkOutageTime;
#endif
#if WINVER >= 0x0A00
    WCHAR szIDi[RAS_MaxIDSize + 1];
    WCHAR szIDr[RAS_MaxIDSize + 1];
    BOOL fIsImsConfig;
    IKEV2_ID_PAYLOAD_TYPE IdiType;
    IKEV2_ID_PAYLOAD_TYPE IdrType;
    BOOL fDisableIKEv2Fragmentation;
#endif
} RASENTRYW, *LPRASENTRYW;

/** Parameters for a custom AutoDial handler. Size 24 on 64 bits. */
typedef struct tagRASADPARAMS {
    DWORD dwSize; /**< bytes of this structure, set by the caller */
    HWND hwndOwner;
    DWORD dwFlags;
    LONG xDlg;
    LONG yDlg;
} RASADPARAMS, *LPRASADPARAMS;

/** One link of an entry. Size 288 on 64 bits. */
typedef struct tagRASSUBENTRYA {
    DWORD dwSize;   /**< bytes of this structure, set by the caller */
    DWORD dwfFlags; /**< 0 */
    CHAR szDeviceType[RAS_MaxDeviceType + 1];
    CHAR szDeviceName[RAS_MaxDeviceName + 1];
    CHAR szLocalPhoneNumber[RAS_MaxPhoneNumber + 1];
    DWORD dwAlternateOffset; /**< alternates list of this link */
} RASSUBENTRYA, *LPRASSUBENTRYA;

/** RASSUBENTRYA in UTF-16. Size 564 on 64 bits. */
typedef struct tagRASSUBENTRYW {
    DWORD dwSize;
    DWORD dwfFlags;
    WCHAR szDeviceType[RAS_MaxDeviceType + 1];
    WCHAR szDeviceName[RAS_MaxDeviceName + 1];
    WCHAR szLocalPhoneNumber[RAS_MaxPhoneNumber + 1];
    DWORD dwAlternateOffset;
} RASSUBENTRYW, *LPRASSUBENTRYW;

/** Credentials. Size 540 on 64 bits. */
typedef struct tagRASCREDENTIALSA {
    DWORD dwSize; /**< bytes of this structure, set by the caller */
    DWORD dwMask; /**< RASCM_* in/out */
    CHAR szUserName[UNLEN + 1];
    CHAR szPassword[PWLEN + 1];
    CHAR szDomain[DNLEN + 1];
} RASCREDENTIALSA, *LPRASCREDENTIALSA;

/** RASCREDENTIALSA in UTF-16. Size 1068 on 64 bits. */
typedef struct tagRASCREDENTIALSW {
    DWORD dwSize;
    DWORD dwMask;
    WCHAR szUserName[UNLEN + 1];
    WCHAR szPassword[PWLEN + 1];
    WCHAR szDomain[DNLEN + 1];
} RASCREDENTIALSW, *LPRASCREDENTIALSW;

/** AutoDial mapping element. Size 272 on 64 bits. */
typedef struct tagRASAUTODIALENTRYA {
    DWORD dwSize;                       /**< bytes of this structure, set by the caller */
    DWORD dwFlags;                      /**< 0 */
    DWORD dwDialingLocation;            /**< TAPI location id */
    CHAR szEntry[RAS_MaxEntryName + 1]; /**< entry name */
} RASAUTODIALENTRYA, *LPRASAUTODIALENTRYA;

/** RASAUTODIALENTRYA in UTF-16. Size 528 on 64 bits. */
typedef struct tagRASAUTODIALENTRYW {
    DWORD dwSize;
    DWORD dwFlags;
    DWORD dwDialingLocation;
    WCHAR szEntry[RAS_MaxEntryName + 1];
} RASAUTODIALENTRYW, *LPRASAUTODIALENTRYW;

/**
 * Returned (allocated) by RasGetEapUserIdentity; variable length: real size = 8 + name area + dwSizeofEapInfo. Size
 * 268 on 64 bits.
 */
typedef struct tagRASEAPUSERIDENTITYA {
    CHAR szUserName[UNLEN + 1];
    DWORD dwSizeofEapInfo;
    BYTE pbEapInfo[1]; /**< first byte of the blob */
} RASEAPUSERIDENTITYA, *LPRASEAPUSERIDENTITYA;

/** RASEAPUSERIDENTITYA in UTF-16. Size 524 on 64 bits. */
typedef struct tagRASEAPUSERIDENTITYW {
    WCHAR szUserName[UNLEN + 1];
    DWORD dwSizeofEapInfo;
    BYTE pbEapInfo[1];
} RASEAPUSERIDENTITYW, *LPRASEAPUSERIDENTITYW;

/** Port settings for PFNRASSETCOMMSETTINGS. Size 8 on 64 bits. */
typedef struct tagRASCOMMSETTINGS {
    DWORD dwSize; /**< bytes of this structure, set by the caller */
    BYTE bParity;
    BYTE bStop;
    BYTE bByteSize;
    BYTE bAlign;
} RASCOMMSETTINGS, *LPRASCOMMSETTINGS;

/** Called by a custom script to set the speed, parity and stop bits of its port. */
typedef DWORD(RASCALLBACK* PFNRASSETCOMMSETTINGS)(HANDLE hPort, RASCOMMSETTINGS* pSettings, PVOID pvReserved);

/** Extra pointers handed to RasCustomScriptExecute. Size 12 on 64 bits. */
typedef struct tagRASCUSTOMSCRIPTEXTENSIONS {
    DWORD dwSize; /**< bytes of this structure, set by the caller */
    PFNRASSETCOMMSETTINGS pfnRasSetCommSettings;
} RASCUSTOMSCRIPTEXTENSIONS, *LPRASCUSTOMSCRIPTEXTENSIONS;

/** Statistics. Size 60 on 64 bits. */
typedef struct tagRAS_STATS {
    DWORD dwSize; /**< bytes of this structure, set by the caller */
    DWORD dwBytesXmited;
    DWORD dwBytesRcved;
    DWORD dwFramesXmited;
    DWORD dwFramesRcved;
    DWORD dwCrcErr;
    DWORD dwTimeoutErr;
    DWORD dwAlignmentErr;
    DWORD dwHardwareOverrunErr;
    DWORD dwFramingErr;
    DWORD dwBufferOverrunErr;
    DWORD dwCompressionRatioIn;
    DWORD dwCompressionRatioOut;
    DWORD dwBps;             /**< link speed; sum over links for a connection */
    DWORD dwConnectDuration; /**< milliseconds */
} RAS_STATS, *LPRAS_STATS, *PRAS_STATS;

/** MOBIKE update request. Size 56 on 64 bits. */
typedef struct tagRASUPDATECONN {
    RASAPIVERSION version; /**< RASAPIVERSION_601 */
    DWORD dwSize;          /**< sizeof(RASUPDATECONN) */
    DWORD dwFlags;         /**< 0 */
    DWORD dwIfIndex;
    RASTUNNELENDPOINT localEndPoint;
    RASTUNNELENDPOINT remoteEndPoint;
} RASUPDATECONN, *LPRASUPDATECONN;

#pragma pack(pop)

/* The names without suffix: UTF-8 unless UNICODE is defined. */
#ifdef UNICODE
typedef RASCONNW RASCONN;
typedef LPRASCONNW LPRASCONN;
typedef RASCONNSTATUSW RASCONNSTATUS;
typedef LPRASCONNSTATUSW LPRASCONNSTATUS;
typedef RASDIALPARAMSW RASDIALPARAMS;
typedef LPRASDIALPARAMSW LPRASDIALPARAMS;
typedef RASENTRYNAMEW RASENTRYNAME;
typedef LPRASENTRYNAMEW LPRASENTRYNAME;
typedef RASAMBW RASAMB;
typedef LPRASAMBW LPRASAMB;
typedef RASPPPNBFW RASPPPNBF;
typedef LPRASPPPNBFW LPRASPPPNBF;
typedef RASPPPIPXW RASPPPIPX;
typedef LPRASPPPIPXW LPRASPPPIPX;
typedef RASPPPIPW RASPPPIP;
typedef LPRASPPPIPW LPRASPPPIP;
typedef RASPPPLCPW RASPPPLCP;
typedef LPRASPPPLCPW LPRASPPPLCP;
typedef RASSLIPW RASSLIP;
typedef LPRASSLIPW LPRASSLIP;
typedef RASDEVINFOW RASDEVINFO;
typedef LPRASDEVINFOW LPRASDEVINFO;
typedef RASENTRYW RASENTRY;
typedef LPRASENTRYW LPRASENTRY;
typedef RASSUBENTRYW RASSUBENTRY;
typedef LPRASSUBENTRYW LPRASSUBENTRY;
typedef RASCREDENTIALSW RASCREDENTIALS;
typedef LPRASCREDENTIALSW LPRASCREDENTIALS;
typedef RASAUTODIALENTRYW RASAUTODIALENTRY;
typedef LPRASAUTODIALENTRYW LPRASAUTODIALENTRY;
typedef RASEAPUSERIDENTITYW RASEAPUSERIDENTITY;
typedef LPRASEAPUSERIDENTITYW LPRASEAPUSERIDENTITY;
#else
typedef RASCONNA RASCONN;
typedef LPRASCONNA LPRASCONN;
typedef RASCONNSTATUSA RASCONNSTATUS;
typedef LPRASCONNSTATUSA LPRASCONNSTATUS;
typedef RASDIALPARAMSA RASDIALPARAMS;
typedef LPRASDIALPARAMSA LPRASDIALPARAMS;
typedef RASENTRYNAMEA RASENTRYNAME;
typedef LPRASENTRYNAMEA LPRASENTRYNAME;
typedef RASAMBA RASAMB;
typedef LPRASAMBA LPRASAMB;
typedef RASPPPNBFA RASPPPNBF;
typedef LPRASPPPNBFA LPRASPPPNBF;
typedef RASPPPIPXA RASPPPIPX;
typedef LPRASPPPIPXA LPRASPPPIPX;
typedef RASPPPIPA RASPPPIP;
typedef LPRASPPPIPA LPRASPPPIP;
typedef RASPPPLCPA RASPPPLCP;
typedef LPRASPPPLCPA LPRASPPPLCP;
typedef RASSLIPA RASSLIP;
typedef LPRASSLIPA LPRASSLIP;
typedef RASDEVINFOA RASDEVINFO;
typedef LPRASDEVINFOA LPRASDEVINFO;
typedef RASENTRYA RASENTRY;
typedef LPRASENTRYA LPRASENTRY;
typedef RASSUBENTRYA RASSUBENTRY;
typedef LPRASSUBENTRYA LPRASSUBENTRY;
typedef RASCREDENTIALSA RASCREDENTIALS;
typedef LPRASCREDENTIALSA LPRASCREDENTIALS;
typedef RASAUTODIALENTRYA RASAUTODIALENTRY;
typedef LPRASAUTODIALENTRYA LPRASAUTODIALENTRY;
typedef RASEAPUSERIDENTITYA RASEAPUSERIDENTITY;
typedef LPRASEAPUSERIDENTITYA LPRASEAPUSERIDENTITY;
#endif

#endif /* OPENRAS_RASTYPES_H */
