// The RAS API as .NET and Mono see it: the declarations that a Windows program has, in their W form, with the layouts
// of ras.h (UTF-16, packed to 4 bytes). Take this file into a project as it is.
//
// Only RasSetNotificationDelivery is OpenRAS' own, and no program needs it: a managed thread does not pump, so the
// handlers of its dials run in a thread of the library's after 200 ms. With RASND_Worker they do so at once.
using System;
using System.ComponentModel;
using System.Runtime.InteropServices;
using System.Text;
using System.Threading;
using Microsoft.Win32.SafeHandles;

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

    /// <summary>RasConnectionNotification by a callback, which runs in a thread of this object's. The event object is
    /// what the library takes for one in every run time, an eventfd.</summary>
    public sealed class ConnectionWatch : IDisposable
    {
        [DllImport("libc", SetLastError = true)]
        static extern int eventfd(uint initial, int flags);
        [DllImport("libc", SetLastError = true)]
        static extern IntPtr read(int fd, out ulong count, IntPtr size);
        [DllImport("libc", SetLastError = true)]
        static extern IntPtr write(int fd, ref ulong count, IntPtr size);
        [DllImport("libc")]
        static extern int close(int fd);
        const int EFD_CLOEXEC = 0x80000, EINTR = 4;

        readonly int fd;
        readonly Thread thread;
        volatile bool ended;

        /// <summary>0, or why nothing is watched.</summary>
        public readonly uint Error;

        public ConnectionWatch(IntPtr connection, uint flags, Action signalled)
        {
            fd = eventfd(0, EFD_CLOEXEC);
            Error = Ras.RasConnectionNotificationW(connection, new IntPtr(fd), flags);
            if (Error != 0) return;
            thread = new Thread(() => {
                ulong count;
                for (;;)
                {
                    bool counted = read(fd, out count, new IntPtr(8)).ToInt64() == 8;
                    if (ended || (!counted && Marshal.GetLastWin32Error() != EINTR)) return;
                    if (counted) signalled();
                }
            }) { IsBackground = true };
            thread.Start();
        }

        /// <summary>Not in the callback.</summary>
        public void Dispose()
        {
            if (ended) return;
            ended = true;
            ulong one = 1;
            write(fd, ref one, new IntPtr(8));
            if (thread != null) thread.Join();
            close(fd); // with it the registration ends
        }
    }

    public static class Ras
    {
        public const uint ERROR_INVALID_HANDLE = 6, ERROR_BUFFER_TOO_SMALL = 603;
        public const int RASP_PppIp = 0x8021;
        public const uint RASCN_Connection = 1, RASCN_Disconnection = 2;
        public static readonly IntPtr AllConnections = new IntPtr(-1);
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
        /// <param name="waitHandle">under Mono: of an AutoResetEvent or ManualResetEvent</param>
        [DllImport("rasapi32.dll")]
        public static extern uint RasConnectionNotificationW(IntPtr connection, SafeWaitHandle waitHandle, uint flags);
        [DllImport("rasapi32.dll")]
        public static extern uint RasConnectionNotificationW(IntPtr connection, IntPtr eventFd, uint flags);
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
