using Lamina.Daemon.Configuration.Reading;
using Lamina.Daemon.Configuration.Text;

namespace Lamina.Daemon.Configuration;

/// <summary>What a file says: the stacks, or all mistakes.</summary>
/// <param name="Path">The file.</param>
/// <param name="Stacks">Empty where there are mistakes.</param>
/// <param name="Mistakes">In the order of the file.</param>
public sealed record ConfigurationFile(string Path, IReadOnlyList<StackConfiguration> Stacks, IReadOnlyList<ConfigMistake> Mistakes)
{
    /// <summary>Largest file, in bytes: what is larger is no configuration.</summary>
    public const int MaxLength = 1 << 20;

    /// <summary>True where it can be applied.</summary>
    public bool IsValid => Mistakes.Count == 0;

    /// <summary>Reads and examines a file. Changes nothing.</summary>
    public static ConfigurationFile Read(string path)
    {
        try
        {
            using FileStream stream = new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            byte[] text = new byte[MaxLength + 1];
            int length = stream.ReadAtLeast(text, text.Length, throwOnEndOfStream: false);
            return length > MaxLength
                ? Unreadable(path, $"the file is larger than {MaxLength} bytes")
                : Parse(path, text.AsSpan(0, length));
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return Unreadable(path, failure is FileNotFoundException or DirectoryNotFoundException
                ? "there is no such file"
                : failure is UnauthorizedAccessException && Directory.Exists(path) ? "this is a directory" : failure.Message);
        }
    }

    /// <summary>Examines the text of a file.</summary>
    public static ConfigurationFile Parse(string path, ReadOnlySpan<byte> utf8)
    {
        List<ConfigMistake> mistakes = [];
        ConfigNode? root = ConfigParser.Parse(utf8, mistakes);
        IReadOnlyList<StackConfiguration> stacks = root is null ? [] : new ConfigurationReader(path, mistakes).Read(root);
        ConfigMistake[] sorted = [.. mistakes.OrderBy(mistake => mistake.Position.Line).ThenBy(mistake => mistake.Position.Column)];
        return new ConfigurationFile(path, sorted.Length == 0 ? stacks : [], sorted);
    }

    private static ConfigurationFile Unreadable(string path, string why) => new(path, [], [new ConfigMistake(default, why)]);
}
