using System.Diagnostics;
using System.Security.Cryptography;

namespace Lamina.Cli.Tools.Perf;

/// <summary>
/// What one side sends. By time: the same message again and again. By bytes: numbered messages that nobody could guess,
/// hashed as they go, so that what is lost, repeated or exchanged on the way shows.
/// </summary>
internal sealed class PerfSource : IDisposable
{
    private readonly PerfPlan _plan;
    private readonly byte[] _message;
    private readonly IncrementalHash? _hash;
    private readonly long _began = Stopwatch.GetTimestamp();
    private long _sent;
    private long _number;

    public PerfSource(in PerfPlan plan)
    {
        _plan = plan;
        _message = new byte[plan.Size];
        new PerfMessage(PerfKind.Data, 0, 0, 0).Write(_message);
        if (plan.IsByBytes)
        {
            _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            RandomNumberGenerator.Fill(_message.AsSpan(PerfMessage.Length));
        }
    }

    /// <summary>False at the end. The message is good until the next call.</summary>
    public bool TryNext(out ReadOnlyMemory<byte> message)
    {
        message = _message;
        if (_hash is null)
        {
            return Stopwatch.GetElapsedTime(_began) < _plan.Duration;
        }

        if (_sent >= _plan.Bytes)
        {
            return false;
        }

        new PerfMessage(PerfKind.Data, _number++, 0, 0).Write(_message);
        message = _message.AsMemory(0, (int)Math.Clamp(_plan.Bytes - _sent, PerfMessage.Length, _message.Length));
        _sent += message.Length;
        _hash.AppendData(message.Span);
        return true;
    }

    /// <summary>The last message, with the hash of all where there is one.</summary>
    public byte[] ToEnd() => [.. new PerfMessage(PerfKind.End, 0, 0, 0).ToArray(), .. _hash?.GetHashAndReset() ?? []];

    public void Dispose() => _hash?.Dispose();
}
