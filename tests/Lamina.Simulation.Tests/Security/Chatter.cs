using Lamina.Core;
using Lamina.Protocols.Flows;
using Lamina.Simulation.Programs;

namespace Lamina.Simulation.Tests.Security;

/// <summary>Says numbered messages to an echo server: each must come back as it was, in its order, for as long as the flow lives.</summary>
internal sealed class Chatter(SimulatedHost host, ulong seed) : IFlowEndUser
{
    private const int Length = 700;

    private readonly byte[] _buffer = new byte[Length + 1];
    private FlowEnd? _end;
    private int _written;
    private int _said;

    /// <summary>What nobody on the way may read.</summary>
    public static byte[] Secret { get; } = [.. "what only the two ends may know"u8];

    public int Heard { get; private set; }

    /// <summary>True where anything came that was not said, or in another order.</summary>
    public bool IsSpoilt { get; private set; }

    public bool IsOver { get; private set; }

    public bool IsOpen => _end is not null;

    public void Open(string name) => host.Do(now => new FlowDialer(
        host.Irm.ServiceFor("chatter"), QosSpec.Data, this, (end, _) => _end = end, _ => IsOver = true).Start(Name.Parse(name), now));

    /// <summary>Says the next one, where the flow takes it.</summary>
    public void Say() => host.Do(now =>
    {
        if (_end is not null && !IsOver && _end.Write(Message(_said), ref _written, now) == WriteStatus.Done)
        {
            _said++;
            _written = 0;
        }
    });

    public void HandleReadable(Instant now)
    {
        while (_end!.Read(_buffer, out int length, now) == ReadStatus.Message)
        {
            IsSpoilt |= Heard >= _said || !_buffer.AsSpan(0, length).SequenceEqual(Message(Heard));
            Heard++;
        }
    }

    public void HandleWritable(Instant now)
    {
    }

    public void HandleClosed(CloseReason reason, Instant now) => IsOver = true;

    private byte[] Message(int number)
    {
        var random = new SeededRandom(seed + (ulong)number);
        byte[] message = new byte[Length];
        random.Fill(message);
        Secret.CopyTo(message, 0);
        return message;
    }
}
