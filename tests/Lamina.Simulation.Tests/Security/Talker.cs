using Lamina.Core;
using Lamina.Protocols.Flows;
using Lamina.Simulation.Programs;

namespace Lamina.Simulation.Tests.Security;

/// <summary>Says something to an echo server, and waits for it to come back.</summary>
internal sealed class Talker(SimulatedHost host, byte[] says) : IFlowEndUser
{
    private readonly byte[] _buffer = new byte[1000];
    private FlowEnd? _end;
    private bool _isDone;

    public void Open(SecureLab lab, string name)
    {
        var dialer = new FlowDialer(
            host.Irm.ServiceFor("talker"), QosSpec.Data, this, (end, _) => _end = end, reason => Assert.Fail($"refused: {reason}"));
        host.Do(now => dialer.Start(Name.Parse(name), now));
        Assert.True(lab.Lab.Network.RunUntil(() => _end is not null, Lab.Patience), "no flow");
    }

    public void Say(SecureLab lab)
    {
        _isDone = false;
        int written = 0;
        host.Do(now => Assert.Equal(WriteStatus.Done, _end!.Write(says, ref written, now)));
        Assert.True(lab.Lab.Network.RunUntil(() => _isDone, Lab.Patience), "no echo");
    }

    public void HandleReadable(Instant now)
    {
        Assert.Equal(ReadStatus.Message, _end!.Read(_buffer, out int length, now));
        Assert.True(_buffer.AsSpan(0, length).SequenceEqual(says));
        _isDone = true;
    }

    public void HandleWritable(Instant now)
    {
    }

    public void HandleClosed(CloseReason reason, Instant now)
    {
    }
}
