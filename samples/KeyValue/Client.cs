using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Text;
using System.Threading.Channels;
using Lamina;
using Samples;

namespace KeyValue;

/// <summary>A client on one flow. Many calls may be under way at once, from any thread.</summary>
internal sealed class Client : IAsyncDisposable
{
    private readonly Flow _flow;
    private readonly SemaphoreSlim _writing = new(1);
    private readonly ConcurrentDictionary<uint, TaskCompletionSource<Message>> _asked = new();
    private readonly ConcurrentDictionary<uint, Channel<Change>> _watched = new();
    private readonly Task _reading;
    private uint _number;

    private Client(Flow flow)
    {
        _flow = flow;
        _reading = ReadAllAsync();
    }

    public static async Task<Client> ConnectAsync(NetworkStack stack, string name, CancellationToken cancel) =>
        new(await stack.AllocateAsync(name, data: Message.Version, cancellationToken: cancel));

    /// <summary>Null: there is no such key.</summary>
    public async Task<byte[]?> GetAsync(string key, CancellationToken cancel) =>
        await AskAsync(MessageKind.Get, key, [], cancel) is { Kind: MessageKind.Done } answer ? answer.Value : null;

    public Task PutAsync(string key, byte[] value, CancellationToken cancel) => AskAsync(MessageKind.Put, key, value, cancel);

    /// <summary>False: there was no such key.</summary>
    public async Task<bool> DeleteAsync(string key, CancellationToken cancel) =>
        (await AskAsync(MessageKind.Delete, key, [], cancel)).Kind == MessageKind.Done;

    /// <summary>All keys with a prefix, in their order, in as many requests as it takes.</summary>
    public async IAsyncEnumerable<string> ListAsync(string prefix, [EnumeratorCancellation] CancellationToken cancel)
    {
        string last = "";
        List<string> keys;
        do
        {
            keys = KeyList.Decode((await AskAsync(MessageKind.List, prefix, Encoding.UTF8.GetBytes(last), cancel)).Value);
            foreach (string key in keys)
            {
                yield return last = key;
            }
        }
        while (keys.Count > 0);
    }

    /// <summary>Every change of keys with a prefix, from the moment when the first is waited for.</summary>
    public async IAsyncEnumerable<Change> WatchAsync(string prefix, [EnumeratorCancellation] CancellationToken cancel)
    {
        var changes = Channel.CreateUnbounded<Change>();
        uint number = Interlocked.Increment(ref _number);
        _watched[number] = changes;
        await AskAsync(new Message(MessageKind.Watch, number, prefix, []), cancel);
        await foreach (Change change in changes.Reader.ReadAllAsync(cancel))
        {
            yield return change;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _flow.DisposeAsync();
        await _reading;
        _writing.Dispose();
    }

    private Task<Message> AskAsync(MessageKind kind, string key, byte[] value, CancellationToken cancel) =>
        AskAsync(new Message(kind, Interlocked.Increment(ref _number), key, value), cancel);

    private async Task<Message> AskAsync(Message request, CancellationToken cancel)
    {
        if (Encoding.UTF8.GetByteCount(request.Key) > Message.MaxKey || request.Value.Length > Message.LongestOn(_flow) - Message.Overhead)
        {
            throw new SampleException($"a key has at most {Message.MaxKey} bytes, a value {Message.LongestOn(_flow) - Message.Overhead}");
        }

        var answer = new TaskCompletionSource<Message>(TaskCreationOptions.RunContinuationsAsynchronously);
        _asked[request.Number] = answer;
        try
        {
            // A flow takes one write at a time.
            await _writing.WaitAsync(cancel);
            try
            {
                await _flow.WriteAsync(request.ToBytes(), cancel);
            }
            finally
            {
                _writing.Release();
            }

            // Either the reader saw this request when it ended, or we see that it has.
            Task first = await Task.WhenAny(answer.Task, _reading).WaitAsync(cancel);
            return first == answer.Task || answer.Task.IsCompleted ? await answer.Task : throw new SampleException("the server closed the flow");
        }
        finally
        {
            _asked.TryRemove(request.Number, out _);
        }
    }

    private async Task ReadAllAsync()
    {
        Exception end = new SampleException("the server closed the flow");
        try
        {
            byte[] buffer = new byte[Message.LongestOn(_flow)];
            while (await _flow.ReadAsync(buffer) is { IsEndOfFlow: false } read)
            {
                if (!Message.TryParse(buffer.AsSpan(0, read.Length), out Message message))
                {
                    end = new SampleException("the server does not speak this protocol");
                    break;
                }

                if (message is { Kind: MessageKind.Refused, Number: 0 })
                {
                    end = new SampleException($"the server refuses: {Encoding.UTF8.GetString(message.Value)}");
                    break;
                }

                Handle(message);
            }
        }
        catch (LaminaException failure)
        {
            end = failure;
        }

        foreach (TaskCompletionSource<Message> answer in _asked.Values)
        {
            answer.TrySetException(end);
        }

        foreach (Channel<Change> changes in _watched.Values)
        {
            changes.Writer.TryComplete(end);
        }
    }

    private void Handle(Message message)
    {
        if (message.Kind is MessageKind.HasChanged or MessageKind.HasGone)
        {
            if (_watched.TryGetValue(message.Number, out Channel<Change>? changes))
            {
                changes.Writer.TryWrite(new Change(message.Key, message.Kind == MessageKind.HasGone ? null : message.Value));
            }
        }
        else if (_asked.TryGetValue(message.Number, out TaskCompletionSource<Message>? answer))
        {
            answer.TrySetResult(message);
        }
    }
}
