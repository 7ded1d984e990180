using Lamina.Conformance.Layers;
using Lamina.Ipc.Local;
using Lamina.Ipc.Tests.Virtual;

namespace Lamina.Ipc.Tests.Conformance;

public sealed class LocalConformanceTests : IpcProcessSuite
{
    protected override LayerUnderTest Make()
    {
        var time = new VirtualTime();
        var stack = new TestStack(time);
        var process = new LocalIpcProcess("local", "home", stack.Irm);
        stack.Irm.Add(process);
        var station = new VirtualStation(stack, process, time);
        return new VirtualLayer("home", station, station, time);
    }
}
