using Lamina.Ipc.Local;
using Lamina.Ipc.Tests.Virtual;

namespace Lamina.Ipc.Tests.Conformance;

public sealed class LocalConformanceTests : IpcProcessConformance
{
    protected override LayerUnderTest Make()
    {
        var time = new VirtualTime();
        var stack = new TestStack(time);
        var process = new LocalIpcProcess("local", "home", stack.Irm);
        stack.Irm.Add(process);
        return new LayerUnderTest("home", stack, stack, process, process, time);
    }
}
