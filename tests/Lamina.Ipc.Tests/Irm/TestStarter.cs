using Lamina.Core;
using Lamina.Ipc.Irm.Programs;

namespace Lamina.Ipc.Tests.Irm;

/// <summary>Starts nothing, and keeps what it was asked.</summary>
internal sealed class TestStarter : IProgramStarter
{
    public List<ProgramStart> Starts { get; } = [];

    public List<ProgramStart> Stops { get; } = [];

    public void Start(ProgramStart start, Instant now) => Starts.Add(start);

    public void Stop(ProgramStart start, Instant now) => Stops.Add(start);
}
