// A managed program that dials asynchronously: each state is reported by a callback in a thread of the library's, while
// the main thread waits for an event as it would on Windows. Then it shows the connection, and hangs up.
//   mcs -out:dial.exe Dial.cs Ras.cs
//   mono dial.exe ENTRY PHONEBOOK USER < file-with-the-password
// One line for each thing that happened, in words that a test can read.
using System;
using System.Runtime.InteropServices;
using System.Text;
using System.Threading;
using OpenRas;

public static class Program
{
    static readonly ManualResetEvent ended = new ManualResetEvent(false);
    static readonly int mainThread = Thread.CurrentThread.ManagedThreadId;
    static uint failure;
    // The library keeps the function's address, which the collector does not see: the delegate must outlive the dial.
    static readonly RasDialFunc2 notifier = OnState;

    static uint OnState(UIntPtr id, uint subEntry, IntPtr connection, uint message, RASCONNSTATE state, uint error,
                        uint extended)
    {
        bool own = Thread.CurrentThread.ManagedThreadId == mainThread;
        Console.WriteLine("state {0} error {1} id {2} thread {3}", state, error, id, own ? "main" : "library");
        if (error != 0) failure = error;
        if (error != 0 || state == RASCONNSTATE.Connected) ended.Set();
        return 1;
    }

    static int Fail(string what, uint error, IntPtr connection)
    {
        Console.WriteLine("{0}: error {1} - {2}", what, error, Ras.ErrorString(error));
        if (connection != IntPtr.Zero) Ras.RasHangUpW(connection); // a handle that is not 0 wants it, also now
        return 1;
    }

    static RASCONNSTATUS NewStatus()
    {
        return new RASCONNSTATUS { dwSize = (uint)Marshal.SizeOf(typeof(RASCONNSTATUS)) };
    }

    static void Show(IntPtr connection)
    {
        foreach (RASCONN found in Ras.Connections())
            Console.WriteLine("connection {0} {1} on {2} {3}", found.hrasconn == connection ? "ours" : "other",
                              found.szEntryName, found.szDeviceType, found.szDeviceName);
        RASCONNSTATUS status = NewStatus();
        uint error = Ras.RasGetConnectStatusW(connection, ref status);
        Console.WriteLine("status {0} {1}", error, status.rasconnstate);
        var address = new RASPPPIP { dwSize = (uint)Marshal.SizeOf(typeof(RASPPPIP)) };
        uint bytes = address.dwSize;
        error = Ras.RasGetProjectionInfoW(connection, Ras.RASP_PppIp, ref address, ref bytes);
        Console.WriteLine("address {0} {1} to {2}", error, address.szIpAddress, address.szServerIpAddress);
    }

    public static int Main(string[] words)
    {
        if (words.Length != 3)
        {
            Console.Error.WriteLine("usage: dial ENTRY PHONEBOOK USER < file-with-the-password");
            return 2;
        }
        Console.OutputEncoding = new UTF8Encoding(false);
        var parameters = new RASDIALPARAMS {
            dwSize = (uint)Marshal.SizeOf(typeof(RASDIALPARAMS)), szEntryName = words[0], szUserName = words[2],
            szPassword = Console.In.ReadLine(), dwCallbackId = (UIntPtr)4711 };

        IntPtr connection = IntPtr.Zero;
        uint error = Ras.RasDialW(IntPtr.Zero, words[1], ref parameters, 2, notifier, ref connection);
        if (error != 0) return Fail("RasDial", error, connection);
        ended.WaitOne();
        if (failure != 0) return Fail("the dial has failed", failure, connection);
        GC.Collect(); // the library's thread is one of the runtime's by now: it must not disturb the collector
        Show(connection);

        error = Ras.RasHangUpW(connection);
        if (error != 0) return Fail("RasHangUp", error, IntPtr.Zero);
        RASCONNSTATUS after = NewStatus();
        Console.WriteLine("hung up, then {0}", Ras.RasGetConnectStatusW(connection, ref after));
        return 0;
    }
}
