// The library under the names that Windows programs declare, and in CharSet.Auto, which is the ANSI face here. A line
// "NAME: NUMBER" for each.
using System;
using System.Runtime.InteropServices;

public static class Program
{
    [StructLayout(LayoutKind.Sequential, Pack = 4, CharSet = CharSet.Auto)]
    struct RASENTRYNAME
    {
        public int dwSize;
        [MarshalAs(UnmanagedType.ByValTStr, SizeConst = 257)] public string szEntryName;
        public int dwFlags;
        [MarshalAs(UnmanagedType.ByValTStr, SizeConst = 261)] public string szPhonebookPath;
    }

    [DllImport("rasapi32.dll", CharSet = CharSet.Auto)]
    static extern int RasEnumEntries(IntPtr reserved, string book, [In, Out] RASENTRYNAME[] entries, ref int bytes,
                                     out int count);
    [DllImport("Rasapi32.dll", EntryPoint = "RasEnumEntriesA")]
    static extern int Mixed(IntPtr reserved, string book, IntPtr entries, ref int bytes, out int count);
    [DllImport("RasApi32.dll", EntryPoint = "RasEnumEntriesA")]
    static extern int Camel(IntPtr reserved, string book, IntPtr entries, ref int bytes, out int count);
    [DllImport("RASAPI32.DLL", EntryPoint = "RasEnumEntriesA")]
    static extern int Shouted(IntPtr reserved, string book, IntPtr entries, ref int bytes, out int count);
    [DllImport("RASAPI32", EntryPoint = "RasEnumEntriesA")]
    static extern int Upper(IntPtr reserved, string book, IntPtr entries, ref int bytes, out int count);
    [DllImport("rasapi32", EntryPoint = "RasEnumEntriesA")]
    static extern int Bare(IntPtr reserved, string book, IntPtr entries, ref int bytes, out int count);
    [DllImport("Rasdlg.dll", CharSet = CharSet.Auto)]
    static extern bool RasPhonebookDlg(string book, string entry, IntPtr info);
    [DllImport("rasdlg.dll", CharSet = CharSet.Unicode)]
    static extern bool RasDialDlgW(string book, string entry, string number, IntPtr info);
    [DllImport("RASDLG.DLL", CharSet = CharSet.Unicode)]
    static extern bool RasEntryDlgW(string book, string entry, IntPtr info);
    [DllImport("rasdlg")]
    static extern bool RasMonitorDlgA(string device, IntPtr info);

    delegate int Enumerate(IntPtr reserved, string book, IntPtr entries, ref int bytes, out int count);

    static void Try(string name, Enumerate call)
    {
        int bytes = 0, count;
        Console.WriteLine("{0}: {1}", name, call(IntPtr.Zero, null, IntPtr.Zero, ref bytes, out count));
    }

    public static int Main()
    {
        var entries = new RASENTRYNAME[4];
        entries[0].dwSize = Marshal.SizeOf(typeof(RASENTRYNAME));
        int all = entries[0].dwSize * entries.Length, found;
        Console.WriteLine("CharSet.Auto: {0}", RasEnumEntries(IntPtr.Zero, null, entries, ref all, out found));
        Try("Rasapi32.dll", Mixed);
        Try("RasApi32.dll", Camel);
        Try("RASAPI32.DLL", Shouted);
        Try("RASAPI32", Upper);
        Try("rasapi32", Bare);
        Console.WriteLine("Rasdlg.dll: {0}", RasPhonebookDlg(null, null, IntPtr.Zero));
        Console.WriteLine("rasdlg.dll: {0}", RasDialDlgW(null, null, null, IntPtr.Zero));
        Console.WriteLine("RASDLG.DLL: {0}", RasEntryDlgW(null, null, IntPtr.Zero));
        Console.WriteLine("rasdlg: {0}", RasMonitorDlgA(null, IntPtr.Zero));
        return 0;
    }
}
