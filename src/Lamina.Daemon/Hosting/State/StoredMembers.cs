using System.Collections.Immutable;
using System.Text.Json;
using System.Threading.Channels;
using Lamina.Bearers.Linux;
using Lamina.Core;
using Lamina.Ipc;

namespace Lamina.Daemon.Hosting.State;

/// <summary>
/// Remembers the members of a stack in a file. The stack's loop only notes; a task writes, the latest state once. What a daemon that is
/// killed could not write in time, or the disk did not take, costs a member its address at the next start, and nothing else.
/// </summary>
internal sealed class StoredMembers : IMemberMemory, IDisposable
{
    private const UnixFileMode OwnerReads = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private readonly string _path;
    private readonly Channel<bool> _changes = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private readonly Task _writing;

    // Replaced as a whole: the loop changes it, the task reads it.
    private ImmutableDictionary<(string Process, string Layer), FormerLife> _lives;

    private StoredMembers(string path, ImmutableDictionary<(string Process, string Layer), FormerLife> lives)
    {
        _path = path;
        _lives = lives;
        _writing = Task.Run(WriteAsync);
    }

    /// <summary>Reads the file. One that is damaged or of another version counts as empty: it only makes restarts smoother.</summary>
    public static StoredMembers Open(string path)
    {
        var lives = ImmutableDictionary.CreateBuilder<(string Process, string Layer), FormerLife>();
        foreach (MemberRecord member in Read(path))
        {
            lives[(member.Process, member.Layer)] = new FormerLife(new Address(member.Address), member.Instance);
        }

        return new StoredMembers(path, lives.ToImmutable());
    }

    /// <inheritdoc/>
    public FormerLife? Recall(string process, Name layer) =>
        Volatile.Read(ref _lives).TryGetValue((process, layer.Value), out FormerLife life) ? life : null;

    /// <inheritdoc/>
    public void Remember(string process, Name layer, FormerLife life)
    {
        Volatile.Write(ref _lives, _lives.SetItem((process, layer.Value), life));
        _changes.Writer.TryWrite(true);
    }

    /// <summary>Waits until all is written.</summary>
    public void Dispose()
    {
        _changes.Writer.TryComplete();
        _writing.GetAwaiter().GetResult();
    }

    private static IReadOnlyList<MemberRecord> Read(string path)
    {
        try
        {
            return File.Exists(path)
                && JsonSerializer.Deserialize(File.ReadAllBytes(path), StateJson.Default.MemberRecords) is { Schema: MemberRecords.CurrentSchema } known
                ? known.Members
                : [];
        }
        catch (JsonException)
        {
            return [];
        }
    }

    private async Task WriteAsync()
    {
        while (await _changes.Reader.WaitToReadAsync())
        {
            _changes.Reader.TryRead(out _);
            var records = new MemberRecords(MemberRecords.CurrentSchema,
            [
                .. from life in Volatile.Read(ref _lives)
                   orderby life.Key.Layer, life.Key.Process
                   select new MemberRecord(life.Key.Process, life.Key.Layer, life.Value.Address.Value, life.Value.Instance),
            ]);
            try
            {
                DurableFile.Write(_path, JsonSerializer.SerializeToUtf8Bytes(records, StateJson.Default.MemberRecords), OwnerReads);
            }
            catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
            {
                // The health check of the state directory says it.
            }
        }
    }
}
