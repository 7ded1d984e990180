using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;
using Lamina.Bearers.Edges;
using Lamina.Bearers.Linux;
using Lamina.Bearers.Rings;
using Lamina.Wire.Attach;
using Microsoft.Win32.SafeHandles;

namespace Lamina.Node.Attach;

/// <summary>What a program and its daemon share besides the socket: two rings, and a wake-up for each side.</summary>
internal sealed record AttachMemory(RingPair Rings, EventFd ToDaemon, EventFd ToProgram) : IDisposable
{
    /// <summary>The variable that says <c>off</c> where a process is to do without.</summary>
    public const string Variable = "LAMINA_SHARED_MEMORY";

    /// <summary>False where this process is to do without.</summary>
    public static bool IsAllowed { get; } = Environment.GetEnvironmentVariable(Variable) != "off" && SystemEdge.Present.WaitsForDescriptors;

    /// <summary>What goes with the Welcome.</summary>
    public SafeHandle[] Descriptors => [Rings.Descriptor, ToDaemon.Descriptor, ToProgram.Descriptor];

    /// <summary>The daemon's side makes it. False: the system has none to give, or a sandbox forbids it.</summary>
    public static bool TryCreate(int ringCapacity, [NotNullWhen(true)] out AttachMemory? memory)
    {
        memory = null;
        if (!IsAllowed || ringCapacity == 0)
        {
            return false;
        }

        RingPair? rings = null;
        EventFd? toDaemon = null;
        try
        {
            rings = RingPair.Create("lamina-attach", ringCapacity);
            toDaemon = new EventFd();
            memory = new AttachMemory(rings, toDaemon, new EventFd());
            return true;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            rings?.Dispose();
            toDaemon?.Dispose();
            return false;
        }
    }

    /// <summary>The program's side takes what came. False: not all of it came, or it cannot be mapped.</summary>
    /// <param name="descriptors">Taken out of the list on success.</param>
    /// <param name="memory">What they are.</param>
    public static bool TryTake(List<SafeFileHandle> descriptors, [NotNullWhen(true)] out AttachMemory? memory)
    {
        if (!IsAllowed || descriptors.Count != AttachProtocol.WelcomeDescriptors || !RingPair.TryAttach(descriptors[0], out RingPair? rings))
        {
            memory = null;
            return false;
        }

        memory = new AttachMemory(rings, new EventFd(descriptors[1]), new EventFd(descriptors[2]));
        descriptors.Clear();
        return true;
    }

    /// <summary>Nobody uses it.</summary>
    public void Dispose()
    {
        Rings.Dispose();
        ToDaemon.Dispose();
        ToProgram.Dispose();
    }
}
