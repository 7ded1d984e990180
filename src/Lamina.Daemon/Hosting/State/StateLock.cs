using System.Globalization;

namespace Lamina.Daemon.Hosting.State;

/// <summary>The lock of a state directory: one process has it at a time, and it dies with its holder.</summary>
internal sealed class StateLock : IDisposable
{
    private readonly FileStream _held;

    private StateLock(FileStream held) => _held = held;

    /// <summary>Takes it.</summary>
    /// <exception cref="StatePlaceException">Another process has it.</exception>
    public static StateLock Take(string directory)
    {
        string file = Path.Combine(directory, "lock");
        string holder = Path.Combine(directory, "holder");
        try
        {
            FileStream held = new(file, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            WriteHolder(holder);
            return new StateLock(held);
        }
        catch (IOException busy) when (File.Exists(file) && busy is not (DirectoryNotFoundException or FileNotFoundException))
        {
            throw new StatePlaceException($"the state directory {directory} is in use by {HolderIn(holder)}", isDenied: false, busy);
        }
    }

    /// <summary>Lets it go. Its file stays: removing it would race with the next holder.</summary>
    public void Dispose() => _held.Dispose();

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
}
