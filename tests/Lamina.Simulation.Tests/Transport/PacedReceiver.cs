using System.Buffers.Binary;
using Lamina.Core;
using Lamina.Ipc;
using Lamina.Protocols.Flows;
using Lamina.Simulation.Programs;

namespace Lamina.Simulation.Tests.Transport;

/// <summary>Notes the numbers of messages as they come.</summary>
internal sealed class PacedReceiver(IFlowService service) : IFlowAcceptor, IFlowEndUser, IDeferred
{
    private readonly byte[] _buffer = new byte[64];
    private FlowEnd? _end;

    public string Description => "paced receiver";

    public List<int> Numbers { get; } = [];

    /// <summary>Messages that came after one with a larger number.</summary>
    public int OutOfOrderCount
    {
        get
        {
            int most = -1;
            int count = 0;
            foreach (int number in Numbers)
            {
                count += number < most ? 1 : 0;
                most = Math.Max(most, number);
            }

            return count;
        }
    }

    public void HandleArrival(Name name, ArrivingFlow arrival, Instant now) =>
        _end = FlowDialer.Accept(service.Context, arrival, this, now);

    public void HandleReadable(Instant now) => service.Context.RunQueue.Post(this);

    public void HandleWritable(Instant now)
    {
    }

    public void HandleClosed(CloseReason reason, Instant now)
    {
    }

    void IDeferred.RunDeferred(int code, in Train train, Instant now)
    {
        while (_end!.Read(_buffer, out int length, now) == ReadStatus.Message)
        {
            Assert.Equal(4, length);
            Numbers.Add(BinaryPrimitives.ReadInt32BigEndian(_buffer));
        }
    }
}
