using Lamina.Core;
using Lamina.Ipc.Tests.Virtual;

namespace Lamina.Ipc.Tests.Irm.Model;

/// <summary>A flow that must be open: its two ends, and through which layer it goes.</summary>
internal sealed record ModelFlow(TestSink Near, TestProcess Server, LowerFlow Far, TestUser FarUser, string? Layer)
{
    /// <summary>Lines of "flow list" that it is.</summary>
    public int Lines => Layer is null ? 1 : 2;
}
