namespace Lamina.Bench.Programs;

/// <summary>The program, in one of the forms in which it is built.</summary>
/// <param name="Form">For people.</param>
/// <param name="Path">Where it is, once it is built.</param>
internal sealed record LaminaProgram(string Form, string Path)
{
    private static readonly string Artifacts = System.IO.Path.GetFullPath(System.IO.Path.Combine(AppContext.BaseDirectory, "..", "..", ".."));

    /// <summary>As <c>dotnet build</c> and <c>.ci/release</c> leave it.</summary>
    public static readonly IReadOnlyList<LaminaProgram> All =
    [
        new("plain build", System.IO.Path.Combine(Artifacts, "bin", "Lamina.Cli", "release", "lamina")),
        new("ready to run", System.IO.Path.Combine(Artifacts, "release", "ready", "lamina")),
        new("trimmed single file", System.IO.Path.Combine(Artifacts, "release", "single", "lamina")),
    ];

    /// <summary>Fails where it is not built.</summary>
    public LaminaProgram Require() =>
        File.Exists(Path) ? this : throw new IOException($"there is no {Path}: build it with `dotnet build -c Release` or `.ci/release`");
}
