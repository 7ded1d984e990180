using System.Buffers.Binary;
using Lamina.Core;
using Lamina.Ipc;
using Lamina.Protocols.Flows;

namespace Lamina.Simulation.Programs;

/// <summary>Takes transfers, any number at a time, and compares what comes with what was sent.</summary>
public sealed class TransferSink(IFlowService service, TransferLedger ledger) : IFlowAcceptor
{
    /// <inheritdoc/>
    public string Description => "transfer sink";

    /// <inheritdoc/>
    public void HandleArrival(Name name, ArrivingFlow arrival, Instant now)
    {
        var session = new Session(service, ledger);
        session.End = FlowDialer.Accept(service.Context, arrival, session, now);
    }

    private sealed class Session(IFlowService service, TransferLedger ledger) : IFlowEndUser, IDeferred
    {
        private readonly byte[] _buffer = new byte[2 * Transfer.LongestMessage];
        private readonly byte[] _message = new byte[Transfer.LongestMessage];
        private Transfer? _transfer;
        private int _received;
        private int _returned;
        private int _written;
        private bool _hasAnswered;

        public FlowEnd? End { get; set; }

        public void HandleReadable(Instant now) => service.Context.RunQueue.Post(this);

        public void HandleWritable(Instant now) => service.Context.RunQueue.Post(this);

        public void HandleClosed(CloseReason reason, Instant now)
        {
        }

        void IDeferred.RunDeferred(int code, in Train train, Instant now)
        {
            ReadStatus status;
            while ((status = End!.Read(_buffer, out int length, now)) is ReadStatus.Message or ReadStatus.Partial)
            {
                Take(_buffer.AsSpan(0, length), now);
            }

            if (status == ReadStatus.EndOfFlow)
            {
                End.Close(now);
            }
            else if (_transfer is { } transfer && HasReturned(transfer, now) && _received >= transfer.Total && !_hasAnswered)
            {
                int written = 0;
                _hasAnswered = End.Write("all"u8, ref written, now) == WriteStatus.Done;
            }
        }

        private bool HasReturned(Transfer transfer, Instant now)
        {
            while (transfer.IsBothWays && _returned < transfer.Total)
            {
                Span<byte> message = _message.AsSpan(0, transfer.NextLength(_returned));
                transfer.FillBack(message, _returned);
                if (End!.Write(message, ref _written, now) != WriteStatus.Done)
                {
                    return false;
                }

                _returned += message.Length;
                _written = 0;
            }

            return true;
        }

        private void Take(ReadOnlySpan<byte> bytes, Instant now)
        {
            if (_transfer is null)
            {
                _transfer = bytes.Length == Transfer.HeadLength ? ledger.Find(BinaryPrimitives.ReadInt32BigEndian(bytes)) : null;
                return;
            }

            bool isRight = Pattern.Matches(bytes, ((long)_transfer.Number << 32) + _received);
            _received += bytes.Length;
            _transfer.Received = _received;
            _transfer.Progressed = now;
            if (!isRight || _received > _transfer.Total)
            {
                _transfer.Fault ??= $"of {_transfer.Total} bytes, those before {_received} are not what was sent there";
            }
        }
    }
}
