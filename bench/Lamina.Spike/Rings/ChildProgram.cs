using System.Globalization;
using Lamina.Bearers.Linux;
using Lamina.Bearers.Rings;
using Lamina.Spike.Flow;

namespace Lamina.Spike.Rings;

/// <summary>The main program of a child: maps what it was given and runs its role until the board ends.</summary>
internal static unsafe class ChildProgram
{
    public static int Run(string[] args)
    {
        var role = Enum.Parse<Role>(args[1]);
        using var boardMemory = Map(args[2]);
        using var ringMemory = Map(args[3]);
        var window = int.Parse(args[4], CultureInfo.InvariantCulture);
        EndWithParent();

        var board = new Board(boardMemory);
        if (!RingMemory.TryAttach(ringMemory.Pointer, ringMemory.Length, out var ring))
        {
            return 1;
        }

        switch (role)
        {
            case Role.FlowWriter:
                AttachedWriter.Run(board, ring, window);
                break;
            case Role.SendDaemonGathering:
                SendDaemon.Run(board, ring, gather: true);
                break;
            case Role.SendDaemonCopying:
                SendDaemon.Run(board, ring, gather: false);
                break;
            case Role.ReceiveDaemon:
                ReceiveDaemon.Run(board, ring);
                break;
            case Role.FlowReader:
                AttachedReader.Run(board, ring);
                break;
            case Role.RingWriter:
                BareRing.Write(board, ring);
                break;
            case Role.RingReader:
                BareRing.Read(board, ring);
                break;
        }
        return 0;
    }

    private static SharedMemory Map(string path)
    {
        var descriptor = File.OpenHandle(path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite);
        return SharedMemory.TryMap(descriptor, out var memory) ? memory : throw new IOException("not sealed memory: " + path);
    }

    private static void EndWithParent()
    {
        var watch = new Thread(() =>
        {
            while (Console.OpenStandardInput().ReadByte() >= 0)
            {
            }
            Environment.Exit(0);
        })
        { IsBackground = true };
        watch.Start();
    }
}
