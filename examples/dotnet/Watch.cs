// A managed program that watches: connections come and go, whoever dials them.
//   mcs -out:watch.exe Watch.cs Ras.cs
//   mono watch.exe event 2        an AutoResetEvent, as on Windows (Mono)
//   mono watch.exe descriptor 2   ConnectionWatch of Ras.cs (every run time)
// Ends after so many events. One line for each thing that happened, in words that a test can read.
using System;
using System.Threading;
using OpenRas;

public static class Program
{
    static int Fail(uint error)
    {
        Console.WriteLine("RasConnectionNotification: error {0} - {1}", error, Ras.ErrorString(error));
        return 1;
    }

    static int ByEvents(int count)
    {
        var came = new AutoResetEvent(false);
        var went = new AutoResetEvent(false);
        uint error = Ras.RasConnectionNotificationW(Ras.AllConnections, came.SafeWaitHandle, Ras.RASCN_Connection);
        if (error == 0)
            error = Ras.RasConnectionNotificationW(Ras.AllConnections, went.SafeWaitHandle, Ras.RASCN_Disconnection);
        if (error != 0) return Fail(error);
        Console.WriteLine("watching");
        for (int heard = 1; heard <= count; ++heard)
        {
            int which = WaitHandle.WaitAny(new WaitHandle[] { came, went });
            Console.WriteLine("{0} {1}", heard, which == 0 ? "connected" : "disconnected");
            GC.Collect(); // the library's thread was one of the runtime's for a moment
        }
        return 0;
    }

    static int ByDescriptors(int count)
    {
        var all = new CountdownEvent(count);
        int events = 0;
        Action<string> heard = what => {
            Console.WriteLine("{0} {1}", Interlocked.Increment(ref events), what);
            if (!all.IsSet) all.Signal();
        };
        using (var came = new ConnectionWatch(Ras.AllConnections, Ras.RASCN_Connection, () => heard("connected")))
        using (var went = new ConnectionWatch(Ras.AllConnections, Ras.RASCN_Disconnection, () => heard("disconnected")))
        {
            if (came.Error != 0 || went.Error != 0) return Fail(came.Error != 0 ? came.Error : went.Error);
            Console.WriteLine("watching");
            all.Wait();
        }
        return 0;
    }

    public static int Main(string[] words)
    {
        if (words.Length == 2 && words[0] == "event") return ByEvents(int.Parse(words[1]));
        if (words.Length == 2 && words[0] == "descriptor") return ByDescriptors(int.Parse(words[1]));
        Console.Error.WriteLine("usage: watch event|descriptor COUNT");
        return 2;
    }
}
