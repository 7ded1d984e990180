using System.Text;
using System.Threading.Channels;
using Lamina;

namespace KeyValue;

/// <summary>One client: a loop that reads requests, one that writes what is in the outbox, which has an end.</summary>
internal sealed class Session : IAsyncDisposable
{
    private const int OutboxLength = 1024;

    private readonly Flow _flow;
    private readonly Store _store;
    private readonly List<IDisposable> _watches = [];
    private readonly Channel<Message> _outbox = Channel.CreateBounded<Message>(OutboxLength);

    public Session(Flow flow, Store store) => (_flow, _store) = (flow, store);

    /// <summary>Ends with the client, with the token, or when the client is too slow for what it watches.</summary>
    public async Task RunAsync(CancellationToken cancel)
    {
        using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        Task writing = WriteAsync(stop.Token);
        Task reading = ReadAsync(stop.Token);
        Task first = await Task.WhenAny(reading, writing);
        if (first == reading)
        {
            _outbox.Writer.TryComplete();
            await writing;
        }

        await stop.CancelAsync();
        try
        {
            await first;
        }
        catch (ChannelClosedException)
        {
            // It was too slow, in the middle of a request.
        }

        cancel.ThrowIfCancellationRequested();
    }

    public ValueTask DisposeAsync()
    {
        _watches.ForEach(watch => watch.Dispose());
        return ValueTask.CompletedTask;
    }

    private async Task ReadAsync(CancellationToken cancel)
    {
        if (!_flow.PeerData.Span.SequenceEqual(Message.Version.Span))
        {
            await AnswerAsync(default, MessageKind.Refused, "this server speaks kv/1 only"u8.ToArray(), cancel);
            return;
        }

        byte[] buffer = new byte[Message.LongestOn(_flow)];
        while (await _flow.ReadAsync(buffer, cancel) is { IsEndOfFlow: false } read)
        {
            if (!Message.TryParse(buffer.AsSpan(0, read.Length), out Message request))
            {
                await AnswerAsync(default, MessageKind.Refused, "that is no request"u8.ToArray(), cancel);
                return;
            }

            await HandleAsync(request, cancel);
        }
    }

    private async Task WriteAsync(CancellationToken cancel)
    {
        await foreach (Message message in _outbox.Reader.ReadAllAsync(cancel))
        {
            await _flow.WriteAsync(message.ToBytes(), cancel);
        }
    }

    private ValueTask HandleAsync(Message request, CancellationToken cancel)
    {
        switch (request.Kind)
        {
            case MessageKind.Get:
                return _store.Get(request.Key) is { } value
                    ? AnswerAsync(request, MessageKind.Done, value, cancel)
                    : AnswerAsync(request, MessageKind.NotFound, [], cancel);
            case MessageKind.Put:
                _store.Put(request.Key, request.Value);
                return AnswerAsync(request, MessageKind.Done, [], cancel);
            case MessageKind.Delete:
                return AnswerAsync(request, _store.Delete(request.Key) ? MessageKind.Done : MessageKind.NotFound, [], cancel);
            case MessageKind.List:
                string[] keys = _store.List(request.Key, after: Encoding.UTF8.GetString(request.Value));
                return AnswerAsync(request, MessageKind.Done, KeyList.Encode(keys, Message.LongestOn(_flow) - Message.Overhead), cancel);
            case MessageKind.Watch:
                // The answer goes first: whoever has it misses nothing from then on.
                ValueTask answered = AnswerAsync(request, MessageKind.Done, [], cancel);
                _watches.Add(_store.Subscribe(request.Key, change => Tell(request.Number, change)));
                return answered;
            default:
                return AnswerAsync(request, MessageKind.Refused, Encoding.UTF8.GetBytes($"{request.Kind} is no request"), cancel);
        }
    }

    /// <summary>Waits while the outbox is full: a client that does not read its answers is not read from.</summary>
    private ValueTask AnswerAsync(Message request, MessageKind kind, byte[] value, CancellationToken cancel) =>
        _outbox.Writer.WriteAsync(new Message(kind, request.Number, "", value), cancel);

    /// <summary>Nobody waits for a client that only watches: what does not fit ends its session.</summary>
    private void Tell(uint number, Change change)
    {
        if (!_outbox.Writer.TryWrite(new Message(
            change.Value is null ? MessageKind.HasGone : MessageKind.HasChanged, number, change.Key, change.Value ?? [])))
        {
            _outbox.Writer.TryComplete();
        }
    }
}
