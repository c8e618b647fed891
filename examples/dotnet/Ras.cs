// The RAS API as .NET and Mono see it: the declarations that a Windows program has, in their W form, with the layouts
// of ras.h (UTF-16, packed to 4 bytes). Take this file into a project as it is.
//
// Only RasSetNotificationDelivery is OpenRAS' own, and no program needs it: a managed thread does not pump, so the
// handlers of its dials run in a thread of the library's after 200 ms. With RASND_Worker they do so at once.
using System;
using System.ComponentModel;
using System.Runtime.InteropServices;
using System.Text;

namespace OpenRas
{
    public enum RASCONNSTATE
    {
        OpenPort = 0, PortOpened, ConnectDevice, DeviceConnected, AllDevicesConnected, Authenticate, AuthNotify,
        AuthRetry, AuthCallback, AuthChangePassword, AuthProject, AuthLinkSpeed, AuthAck, ReAuthenticate, Authenticated,
        PrepareForCallback, WaitForModemReset, WaitForCallback, Projected, StartAuthentication, CallbackComplete,
        LogonNetwork, SubEntryConnected, SubEntryDisconnected, ApplySettings,
        Interactive = 0x1000, RetryAuthentication, CallbackSetByCaller, PasswordExpired, InvokeEapUI,
        Connected = 0x2000, Disconnected = 0x2001
    }

    [StructLayout(LayoutKind.Sequential, CharSet = CharSet.Unicode, Pack = 4)]
    public struct RASDIALPARAMS
    {
        public uint dwSize;
        [MarshalAs(UnmanagedType.ByValTStr, SizeConst = 257)] public string szEntryName;
        [MarshalAs(UnmanagedType.ByValTStr, SizeConst = 129)] public string szPhoneNumber;
        [MarshalAs(UnmanagedType.ByValTStr, SizeConst = 129)] public string szCallbackNumber;
        [MarshalAs(UnmanagedType.ByValTStr, SizeConst = 257)] public string szUserName;
        [MarshalAs(UnmanagedType.ByValTStr, SizeConst = 257)] public string szPassword;
        [MarshalAs(UnmanagedType.ByValTStr, SizeConst = 16)] public string szDomain;
        public uint dwSubEntry;
        public UIntPtr dwCallbackId;
        public uint dwIfIndex;
        public IntPtr szEncPassword;
    }

    [StructLayout(LayoutKind.Sequential, CharSet = CharSet.Unicode, Pack = 4)]
    public struct RASCONN
    {
        public uint dwSize;
        public IntPtr hrasconn;
        [MarshalAs(UnmanagedType.ByValTStr, SizeConst = 257)] public string szEntryName;
        [MarshalAs(UnmanagedType.ByValTStr, SizeConst = 17)] public string szDeviceType;
        [MarshalAs(UnmanagedType.ByValTStr, SizeConst = 129)] public string szDeviceName;
        [MarshalAs(UnmanagedType.ByValTStr, SizeConst = 260)] public string szPhonebook;
        public uint dwSubEntry;
        public Guid guidEntry;
        public uint dwFlags;
        public long luid;
        public Guid guidCorrelationId;
    }

    [StructLayout(LayoutKind.Sequential, CharSet = CharSet.Unicode, Pack = 4)]
    public struct RASCONNSTATUS
    {
        public uint dwSize;
        public RASCONNSTATE rasconnstate;
        public uint dwError;
        [MarshalAs(UnmanagedType.ByValTStr, SizeConst = 17)] public string szDeviceType;
        [MarshalAs(UnmanagedType.ByValTStr, SizeConst = 129)] public string szDeviceName;
        [MarshalAs(UnmanagedType.ByValTStr, SizeConst = 129)] public string szPhoneNumber;
        public RASTUNNELENDPOINT localEndPoint;
        public RASTUNNELENDPOINT remoteEndPoint;
        public uint rasconnsubstate;
    }

    [StructLayout(LayoutKind.Sequential, Pack = 4)]
    public struct RASTUNNELENDPOINT
    {
        public uint dwType;
        [MarshalAs(UnmanagedType.ByValArray, SizeConst = 16)] public byte[] address;
    }

    [StructLayout(LayoutKind.Sequential, CharSet = CharSet.Unicode, Pack = 4)]
    public struct RASPPPIP
    {
        public uint dwSize;
        public uint dwError;
        [MarshalAs(UnmanagedType.ByValTStr, SizeConst = 16)] public string szIpAddress;
        [MarshalAs(UnmanagedType.ByValTStr, SizeConst = 16)] public string szServerIpAddress;
        public uint dwOptions;
        public uint dwServerOptions;
    }

    /// <returns>0: no more notifications of this dial are wanted</returns>
    public delegate uint RasDialFunc2(UIntPtr dwCallbackId, uint dwSubEntry, IntPtr hrasconn, uint unMsg,
                                      RASCONNSTATE rascs, uint dwError, uint dwExtendedError);

    public static class Ras
    {
        public const uint ERROR_INVALID_HANDLE = 6, ERROR_BUFFER_TOO_SMALL = 603;
        public const int RASP_PppIp = 0x8021;
        public const uint RASND_Pump = 0, RASND_Worker = 1, RASND_Automatic = 2, RASND_Default = 0xFFFFFFFF;

        [DllImport("rasapi32.dll", CharSet = CharSet.Unicode)]
        public static extern uint RasDialW(IntPtr extensions, string phonebook, ref RASDIALPARAMS parameters,
                                           uint notifierType, RasDialFunc2 notifier, ref IntPtr connection);
        [DllImport("rasapi32.dll")]
        public static extern uint RasHangUpW(IntPtr connection);
        [DllImport("rasapi32.dll", CharSet = CharSet.Unicode)]
        public static extern uint RasEnumConnectionsW([In, Out] RASCONN[] connections, ref uint bytes, out uint count);
        [DllImport("rasapi32.dll", CharSet = CharSet.Unicode)]
        public static extern uint RasGetConnectStatusW(IntPtr connection, ref RASCONNSTATUS status);
        [DllImport("rasapi32.dll", CharSet = CharSet.Unicode)]
        public static extern uint RasGetProjectionInfoW(IntPtr connection, int projection, ref RASPPPIP result,
                                                        ref uint bytes);
        [DllImport("rasapi32.dll", CharSet = CharSet.Unicode)]
        public static extern uint RasGetErrorStringW(uint error, [Out] StringBuilder text, uint characters);
        [DllImport("rasapi32.dll")]
        public static extern uint RasSetNotificationDelivery(uint mode);

        /// <summary>The sentence of an error: RAS' own, or the system's.</summary>
        public static string ErrorString(uint error)
        {
            var text = new StringBuilder(512);
            return RasGetErrorStringW(error, text, (uint)text.Capacity) == 0 ? text.ToString()
                                                                             : new Win32Exception((int)error).Message;
        }

        public static RASCONN[] Connections()
        {
            uint size = (uint)Marshal.SizeOf(typeof(RASCONN)), bytes = size, count;
            for (;;)
            {
                var found = new RASCONN[Math.Max(1, bytes / size)];
                found[0].dwSize = size;
                uint error = RasEnumConnectionsW(found, ref bytes, out count);
                if (error == ERROR_BUFFER_TOO_SMALL) continue;
                if (error != 0) throw new Win32Exception((int)error, ErrorString(error));
                Array.Resize(ref found, (int)count);
                return found;
            }
        }
    }
}
