using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using Lamina.Bearers.Linux;
using Lamina.Daemon.Control;
using Lamina.Node;

namespace Lamina.Daemon.Hosting.State;

/// <summary>What a stack keeps over runs of its daemon, held by this process: nobody else may change it meanwhile.</summary>
public sealed class StackState : IDisposable
{
    private const UnixFileMode OwnerReads = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode OwnerEnters = OwnerReads | UnixFileMode.UserExecute;

    private readonly FileStream? _lock;
    private readonly StoredMembers? _members;

    private StackState(NodeIdentity identity, string? directory = null, FileStream? heldLock = null, byte[]? ticketKey = null)
    {
        Identity = identity;
        Directory = directory;
        _lock = heldLock;
        if (directory is not null && ticketKey is not null)
        {
            _members = StoredMembers.Open(Path.Combine(directory, "members.json"));
            Keep = new StackKeep(ticketKey, _members);
        }
    }

    /// <summary>What lets flows of programs outlive the daemon; null: it is in memory, and so nothing does.</summary>
    public StackKeep? Keep { get; }

    /// <summary>Who the stack is.</summary>
    public NodeIdentity Identity { get; }

    /// <summary>Its directory; null: in memory, for this run only.</summary>
    public string? Directory { get; }

    /// <summary>For the status.</summary>
    public StateReport Report => new(Identity.NodeId, Directory);

    /// <summary>A state for this run only.</summary>
    public static StackState InMemory(TimeProvider clock) => new(NodeIdentity.Create(clock));

    /// <summary>Takes a directory, and makes what is missing in it.</summary>
    /// <exception cref="StatePlaceException">Another process holds it, or it cannot be used.</exception>
    public static StackState Open(string directory, TimeProvider clock)
    {
        FileStream? heldLock = null;
        try
        {
            CreateDirectory(directory);
            heldLock = Lock(directory);
            ProbeWriting(Path.Combine(directory, "probe.new"));
            NodeIdentity identity = ReadOrCreate(Path.Combine(directory, "node.json"), clock);
            return new StackState(identity, directory, heldLock, ReadOrCreateKey(Path.Combine(directory, "ticket.key")));
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            heldLock?.Dispose();
            throw new StatePlaceException(
                $"the state directory {directory} cannot be used: {failure.Message}", failure is UnauthorizedAccessException, failure);
        }
        catch
        {
            heldLock?.Dispose();
            throw;
        }
    }

    /// <summary>Lets it go. The lock's file stays: removing it would race with the next holder.</summary>
    public void Dispose()
    {
        _members?.Dispose();
        _lock?.Dispose();
    }

    private static void CreateDirectory(string path)
    {
        if (OperatingSystem.IsWindows())
        {
            System.IO.Directory.CreateDirectory(path);
            return;
        }

        System.IO.Directory.CreateDirectory(path, OwnerEnters);
    }

    private static FileStream Lock(string directory)
    {
        string file = Path.Combine(directory, "lock");
        string holder = Path.Combine(directory, "holder");
        try
        {
            FileStream held = new(file, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            WriteHolder(holder);
            return held;
        }
        catch (IOException busy) when (File.Exists(file) && busy is not (DirectoryNotFoundException or FileNotFoundException))
        {
            throw new StatePlaceException($"the state directory {directory} is in use by {HolderIn(holder)}", isDenied: false, busy);
        }
    }

    /// <summary>
    /// Where nothing new can be made, nothing is kept: that is said at the start, and not found out by members that come back as somebody else.
    /// A full disk is another thing: it may have room again.
    /// </summary>
    private static void ProbeWriting(string path)
    {
        try
        {
            using FileStream probe = new(path, FileMode.Create, FileAccess.Write, FileShare.None, 1, FileOptions.DeleteOnClose);
        }
        catch (IOException)
        {
            // Full, or broken: what must be written says so itself.
        }
    }

    /// <summary>For the sentence of the next one only: what cannot be written need not be.</summary>
    private static void WriteHolder(string path)
    {
        try
        {
            File.WriteAllText(path, Environment.ProcessId.ToString(CultureInfo.InvariantCulture));
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            // The disk is full, say: the lock holds all the same.
        }
    }

    private static string HolderIn(string path)
    {
        try
        {
            return int.TryParse(File.ReadAllText(path), NumberStyles.None, CultureInfo.InvariantCulture, out int id)
                ? $"process {id}"
                : "another process";
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return "another process";
        }
    }

    /// <summary>Another key only ends what its predecessor had sealed.</summary>
    private static byte[] ReadOrCreateKey(string path)
    {
        if (File.Exists(path) && File.ReadAllBytes(path) is { Length: StackKeep.KeyLength } known)
        {
            return known;
        }

        byte[] made = RandomNumberGenerator.GetBytes(StackKeep.KeyLength);
        DurableFile.Write(path, made, OwnerReads);
        return made;
    }

    /// <summary>A file that cannot be read is not overwritten: it may be a later version's.</summary>
    private static NodeIdentity ReadOrCreate(string path, TimeProvider clock)
    {
        if (File.Exists(path))
        {
            try
            {
                NodeIdentity? known = JsonSerializer.Deserialize(File.ReadAllBytes(path), StateJson.Default.NodeIdentity);
                return known is { IsValid: true }
                    ? known
                    : throw new StatePlaceException($"{path} is not of this version ({known?.Schema ?? "empty"})", isDenied: false);
            }
            catch (JsonException damaged)
            {
                throw new StatePlaceException($"{path} is damaged: {damaged.Message}", isDenied: false, damaged);
            }
        }

        NodeIdentity made = NodeIdentity.Create(clock);
        DurableFile.Write(path, JsonSerializer.SerializeToUtf8Bytes(made, StateJson.Default.NodeIdentity), OwnerReads);
        return made;
    }
}
