using Lamina.Core;
using Lamina.Ipc;
using Lamina.Protocols.Flows;

namespace Lamina.Simulation.Programs;

/// <summary>Sends every message back, on any number of flows.</summary>
public sealed class EchoServer(IFlowService service) : IFlowAcceptor
{
    /// <inheritdoc/>
    public string Description => "echo server";

    /// <summary>Messages sent back.</summary>
    public long Echoed { get; private set; }

    /// <inheritdoc/>
    public void HandleArrival(Name name, ArrivingFlow arrival, Instant now)
    {
        var session = new Session(this);
        session.End = FlowDialer.Accept(service.Context, arrival, session, now);
    }

    private sealed class Session(EchoServer server) : IFlowEndUser, IDeferred
    {
        private readonly byte[] _buffer = new byte[64 * 1024];
        private int _length;
        private int _written;
        private bool _isWriting;

        public FlowEnd? End { get; set; }

        private RunQueue Queue => server.Service.Context.RunQueue;

        public void HandleReadable(Instant now) => Queue.Post(this);

        public void HandleWritable(Instant now) => Queue.Post(this);

        public void HandleClosed(CloseReason reason, Instant now)
        {
        }

        void IDeferred.RunDeferred(int code, in Train train, Instant now)
        {
            while (_isWriting || End!.Read(_buffer, out _length, now) == ReadStatus.Message)
            {
                _isWriting = End!.Write(_buffer.AsSpan(0, _length), ref _written, now) == WriteStatus.Blocked;
                if (_isWriting)
                {
                    return;
                }

                _written = 0;
                server.Echoed++;
            }
        }
    }

    private IFlowService Service => service;
}
