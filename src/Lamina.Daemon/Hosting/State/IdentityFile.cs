using System.Security.Cryptography;
using Lamina.Bearers.Crypto;
using Lamina.Node.Driving;
using Lamina.Security.Identities;

namespace Lamina.Daemon.Hosting.State;

/// <summary>
/// The identity of a stack on disk: <c>identity.key</c>. It is there, whole and synced, before anybody has seen the identity; a file that
/// cannot be read is never overwritten.
/// </summary>
public static class IdentityFile
{
    private const string Name = "identity.key";

    /// <summary>A fresh identity, which is nowhere yet.</summary>
    internal static NodeIdentity New() => NodeIdentity.New(new SystemRandom(), X25519.Instance);

    /// <summary>
    /// Reads the identity of a directory that a daemon may run on; makes one where there is none, under the directory's lock. The caller disposes of it.
    /// </summary>
    /// <exception cref="StatePlaceException">Another process makes it just now, or it cannot be read.</exception>
    public static NodeIdentity Open(string directory, Action<string> warn)
    {
        if (Read(directory, warn) is { } known)
        {
            return known;
        }

        StateFiles.CreateDirectory(directory);
        using StateLock held = StateLock.Take(directory);
        return ReadOrCreate(directory, warn);
    }

    /// <summary>Reads the identity of a directory; makes one where there is none. The caller has the directory's lock.</summary>
    /// <param name="directory">The state directory.</param>
    /// <param name="warn">Hears what a person should know.</param>
    internal static NodeIdentity ReadOrCreate(string directory, Action<string> warn)
    {
        if (Read(directory, warn) is { } known)
        {
            return known;
        }

        NodeIdentity made = New();
        byte[] bytes = IdentityCodec.Write(made);
        try
        {
            StateFiles.Write(Path.Combine(directory, Name), bytes);
        }
        catch
        {
            // Nobody has it, and nobody gets it.
            made.Dispose();
            throw;
        }
        finally
        {
            CryptographicOperations.ZeroMemory(bytes);
        }

        return made;
    }

    /// <summary>Reads the identity of a directory; null: there is none yet.</summary>
    /// <exception cref="StatePlaceException">There is one that cannot be read.</exception>
    public static NodeIdentity? Read(string directory, Action<string> warn)
    {
        string path = Path.Combine(directory, Name);
        byte[] bytes;
        try
        {
            if (!File.Exists(path))
            {
                return null;
            }

            if (StateFiles.Protect(path))
            {
                warn($"others could read the keys in {path} until now; if somebody may have, remove the file: the next start makes a new identity");
            }

            bytes = File.ReadAllBytes(path);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new StatePlaceException($"{path} cannot be read: {failure.Message}", failure is UnauthorizedAccessException, failure);
        }

        bool isRead = IdentityCodec.TryRead(bytes, X25519.Instance, out NodeIdentity? identity, out string problem);
        CryptographicOperations.ZeroMemory(bytes);
        return isRead
            ? identity
            : throw new StatePlaceException(
                $"{path}: {problem}; it is left as it is, since nobody can make the same keys again (restore it from a backup, or remove it for a new identity)",
                isDenied: false);
    }
}
