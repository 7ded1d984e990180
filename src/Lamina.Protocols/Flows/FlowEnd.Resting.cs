using System.Diagnostics.CodeAnalysis;
using Lamina.Core;

namespace Lamina.Protocols.Flows;

/// <content>
/// A flow that is quiet keeps what both ends agreed on, its counters, its keys, and two windows; the machinery of its packets is made when
/// there are some. That is Delta-t's promise: after 3 MPL + A + R without a packet nothing that was known can matter. A sign of life,
/// which a flow that is watched asks for in its silence, wakes it for as long as it takes.
/// <code>
///              Awake: a write, a packet, a close
///   resting --------------------------------------> awake: path, queue, element; looks once in 3 MPL + A + R
///      ^                                              |
///      +------ looked, and all of it was over --------+
/// </code>
/// </content>
public sealed partial class FlowEnd
{
    // Nobody waits for it, and a host with many flows looks at all of them at once.
    private static readonly Duration Pace = Duration.FromSeconds(5);

    private PacketPath? _path;
    private MessageQueue? _queue;
    private IMessageElement? _element;
    private RestingWindows _windows;
    private Instant _looksAt = Instant.Never;

    // A sign of life was asked for or given, and no data: it need not stay awake.
    private bool _isAwakeBriefly;

    /// <summary>True while it keeps nothing for packets.</summary>
    internal bool IsResting => _element is null;

    [MemberNotNull(nameof(_path), nameof(_queue), nameof(_element))]
    private IMessageElement Awake(Instant now)
    {
        if (_element is null || _queue is null || _path is null)
        {
            _path = MakePath();
            _element = ElementFactory.MessageElement(_path, Terms, Bounds, _windows, out _queue);
            _looksAt = Together(now + Bounds.SenderInactivity);
        }

        return _element;
    }

    private static Instant Together(Instant due) => new((due.Nanoseconds / Pace.Nanoseconds * Pace.Nanoseconds) + Pace.Nanoseconds);

    private PacketPath MakePath() => new(
        _context, _lower, ElementFactory.PacketElements(Terms.Composition, _sealing, Counters), Counters, Terms.Limits.MaxPacket);

    private void RestIfOver(Instant now)
    {
        if (_element is null || _state == State.Closed || (now < _looksAt && !_isAwakeBriefly))
        {
            return;
        }

        bool isOver = _state == State.Open && _writeEnd == WriteEnd.NotYet && !_isWriterBlocked && !_isPosted
            && _queue!.IsBlank && _element.IsOver(now);
        if (isOver)
        {
            _isAwakeBriefly = false;
            _looksAt = Instant.Never;
            _windows = _element.Windows;
            _element.Release();
            (_path, _queue, _element) = (null, null, null);
            _lower.Rest(now);
            _user.HandleResting();
        }
        else if (now >= _looksAt)
        {
            _looksAt = Together(now + Bounds.SenderInactivity);
        }

        Rearm(now);
    }
}
