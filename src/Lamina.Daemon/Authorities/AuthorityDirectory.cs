using System.Security.Cryptography;
using System.Text.Json;
using Lamina.Core;
using Lamina.Daemon.Hosting.State;
using Lamina.Security.Identities;

namespace Lamina.Daemon.Authorities;

/// <summary>
/// The files of one authority: its record, its roots' keys, a lock. Who changes something has the lock, so that commands and the daemon, which renews,
/// come one after the other.
/// </summary>
internal sealed class AuthorityDirectory : IDisposable
{
    private readonly string _path;
    private readonly FileStream _lock;

    private AuthorityDirectory(string path, FileStream held)
    {
        _path = path;
        _lock = held;
    }

    private string RecordFile => Path.Combine(_path, "authority.json");

    /// <summary>The authorities of a state directory: a directory for each layer's name, hashed, since names may have any characters.</summary>
    public static string PathOf(string state, Name layer) =>
        Path.Combine(state, "authorities", NameHash.Of(layer, HashAlgorithmId.Sha3_256).ToHex()[..32]);

    /// <summary>Their records, without a lock: they are replaced as a whole.</summary>
    public static IEnumerable<AuthorityRecord> All(string state)
    {
        string place = Path.Combine(state, "authorities");
        return Directory.Exists(place)
            ? Directory.EnumerateDirectories(place).Order(StringComparer.Ordinal).Select(path => ReadRecord(Path.Combine(path, "authority.json"))).OfType<AuthorityRecord>()
            : [];
    }

    /// <summary>Takes the lock; waits for it where another one has it.</summary>
    public static AuthorityDirectory Take(string state, Name layer)
    {
        string path = PathOf(state, layer);
        StateFiles.CreateDirectory(path);
        return new AuthorityDirectory(path, WaitedLock.Take(Path.Combine(path, "lock")));
    }

    /// <summary>The record; null: there is none.</summary>
    /// <exception cref="StatePlaceException">It cannot be understood.</exception>
    public AuthorityRecord? Read() => ReadRecord(RecordFile);

    public void Write(AuthorityRecord record) => StateFiles.Write(RecordFile, JsonSerializer.SerializeToUtf8Bytes(record, AuthorityJson.Default.AuthorityRecord));

    /// <summary>The key of a root; null: it is elsewhere.</summary>
    public SigningKey? FindKey(string root)
    {
        string file = KeyFile(root);
        if (!File.Exists(file))
        {
            return null;
        }

        byte[] bytes = File.ReadAllBytes(file);
        bool isRead = SigningKeyCodec.TryRead(bytes, out SigningKey? key);
        CryptographicOperations.ZeroMemory(bytes);
        return isRead ? key : throw new StatePlaceException($"{file} is damaged", isDenied: false);
    }

    /// <summary>On the disk before anybody sees what it signs.</summary>
    public void Keep(SigningKey key)
    {
        byte[] bytes = SigningKeyCodec.Write(key);
        StateFiles.Write(KeyFile(key.Id.ToString()), bytes);
        CryptographicOperations.ZeroMemory(bytes);
    }

    public void Dispose() => _lock.Dispose();

    private static AuthorityRecord? ReadRecord(string path)
    {
        try
        {
            if (!File.Exists(path))
            {
                return null;
            }

            AuthorityRecord? record = JsonSerializer.Deserialize(File.ReadAllBytes(path), AuthorityJson.Default.AuthorityRecord);
            return record is { Schema: AuthorityRecord.CurrentSchema }
                ? record
                : throw new StatePlaceException($"{path} is not of this version ({record?.Schema ?? "empty"})", isDenied: false);
        }
        catch (JsonException damaged)
        {
            throw new StatePlaceException($"{path} is damaged: {damaged.Message}", isDenied: false, damaged);
        }
    }

    private string KeyFile(string root) => Path.Combine(_path, $"{root[..16]}.root");
}
