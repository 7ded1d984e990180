using Lamina.Core;
using Lamina.Node.Driving;
using Lamina.Wire.Attach;

namespace Lamina.Node.Attach;

/// <summary>
/// The packet path where there is no shared memory: records go over the socket, among the messages, in the order in which both were said.
/// What the system does not take waits in the channel. Design: docs/design/FALLBACKS.md.
/// </summary>
internal sealed class SocketLink : IRecordLink, ITurnEnd
{
    /// <summary>Bytes that may wait where nobody says otherwise: as much as in a ring.</summary>
    public const int DefaultLimit = 2 << 20;

    private readonly DomainDriver _driver;
    private readonly ControlChannel _control;
    private readonly IRingUser _user;
    private readonly int _limit;
    private byte[]? _gathered;
    private bool _isClosed;

    public SocketLink(DomainDriver driver, ControlChannel control, IRingUser user, int limit = DefaultLimit)
    {
        _driver = driver;
        _control = control;
        _user = user;
        _limit = limit;
        control.TakeRecords();
        driver.Add(this);
    }

    /// <summary>Where there is none, the channel tells its user when the socket has taken something.</summary>
    public bool HasRoom => !_isClosed && _control.WaitingBytes < _limit;

    /// <inheritdoc/>
    public int Write(uint flow, in Train train, bool isUncredited = false)
    {
        Span<byte> head = stackalloc byte[AttachSocketRecord.HeaderLength + AttachRecord.HeaderLength];
        AttachSocketRecord.WriteHeader(head, flow);
        int next = 0;
        int written = 0;
        while (HasRoom && RecordCuts.TryNext(train, ref next, out Train part))
        {
            AttachRecord.WriteHeader(head[AttachSocketRecord.HeaderLength..], part.Length, isUncredited);
            _control.SendRecord(head, BytesOf(part));
            written = next;
        }

        return written;
    }

    /// <inheritdoc/>
    public bool TryWrite(AttachGrant grant)
    {
        if (!HasRoom)
        {
            return false;
        }

        Span<byte> message = stackalloc byte[AttachSocketRecord.HeaderLength + AttachGrant.Length];
        AttachSocketRecord.WriteHeader(message, AttachGrant.Tag);
        grant.Write(message[AttachSocketRecord.HeaderLength..]);
        _control.SendRecord(message, default);
        return true;
    }

    /// <summary>In order with the messages: one that cannot go on now comes before what allows it, which nobody may do.</summary>
    public bool TryTake(ReadOnlySpan<byte> message, Instant now)
    {
        if (!AttachSocketRecord.TryRead(message, out uint flow, out ReadOnlySpan<byte> record) || !_user.HandleRecord(flow, record, now))
        {
            return false;
        }

        _user.HandleServed(now);
        return true;
    }

    /// <summary>Nothing is ever held.</summary>
    public void Resume()
    {
    }

    /// <summary>What was sent before has come before.</summary>
    public void ServeAll(Instant now)
    {
    }

    /// <summary>Nothing overtakes.</summary>
    public void Flush()
    {
    }

    public void HandleTurnEnd(Instant now) => _user.HandleTurnEnd(now);

    /// <summary>Leaves the driver. The channel is somebody else's. Only inside.</summary>
    public void Dispose()
    {
        if (!_isClosed)
        {
            _isClosed = true;
            _driver.Remove(this);
        }
    }

    private ReadOnlySpan<byte> BytesOf(in Train train)
    {
        if (train.IsContiguous)
        {
            return train.Buffer.Span.Slice(train.Offset, train.TotalLength);
        }

        _gathered ??= new byte[AttachRecord.MaxBytes];
        RecordCuts.Copy(train, _gathered);
        return _gathered.AsSpan(0, train.TotalLength);
    }
}
