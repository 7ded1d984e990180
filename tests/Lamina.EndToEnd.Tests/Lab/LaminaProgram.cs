namespace Lamina.EndToEnd.Tests.Lab;

/// <summary>The program as it was built beside these tests.</summary>
internal static class LaminaProgram
{
    public static string Root { get; } = FindRoot();

    /// <summary>Of the same configuration as the tests.</summary>
    public static string FilePath { get; } = Path.Combine(
        Root, "artifacts", "bin", "Lamina.Cli", new DirectoryInfo(AppContext.BaseDirectory).Name, "lamina");

    private static string FindRoot()
    {
        DirectoryInfo? directory = new(AppContext.BaseDirectory);
        while (directory is not null && !File.Exists(Path.Combine(directory.FullName, "Lamina.slnx")))
        {
            directory = directory.Parent;
        }

        return directory?.FullName ?? throw new InvalidOperationException("Lamina.slnx was not found above the tests");
    }
}
