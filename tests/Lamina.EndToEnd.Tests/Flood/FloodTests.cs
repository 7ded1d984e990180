using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using Lamina.EndToEnd.Tests.Lab;

namespace Lamina.EndToEnd.Tests.Flood;

/// <summary>
/// <c>Lamina.Soak flood</c>, shorter: a real daemon, a process that floods its udp port from 256 addresses, and honest programs of another daemon.
/// By hand it lasts ten seconds, and its last line says whether the issue's bounds hold.
/// </summary>
public sealed partial class FloodTests(ITestOutputHelper output)
{
    private const int Seconds = 3;

    [Fact]
    public async Task A_flooded_daemon_keeps_its_memory_answers_little_and_serves_honest_programs()
    {
        string program = Path.Combine(
            LaminaProgram.Root, "artifacts", "bin", "Lamina.Soak", new DirectoryInfo(AppContext.BaseDirectory).Name, "Lamina.Soak");
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(3));
        using Process flood = Process.Start(new ProcessStartInfo(program, ["flood", "--seconds", $"{Seconds}"]) { RedirectStandardOutput = true })!;
        string said;
        try
        {
            said = await flood.StandardOutput.ReadToEndAsync(patience.Token);
            await flood.WaitForExitAsync(patience.Token);
        }
        catch
        {
            flood.Kill(entireProcessTree: true);
            throw;
        }

        output.WriteLine(said);
        Assert.InRange(NumberIn(said, Growth()), double.MinValue, 10);
        Assert.InRange(NumberIn(said, Amplification()), 0, 3);
        Assert.True(NumberIn(said, Asked()) > 1000, "the flood was none");

        // Ninety-five of a hundred where the machine is its own; here it may be anybody's, and twenty times slower.
        Match honest = Honest().Match(said);
        Assert.True(honest.Success, said);
        for (int i = 1; i < honest.Groups.Count; i += 2)
        {
            double got = double.Parse(honest.Groups[i].Value, CultureInfo.InvariantCulture);
            double asked = double.Parse(honest.Groups[i + 1].Value, CultureInfo.InvariantCulture);
            Assert.InRange(got / asked, 0.5, 1);
        }
    }

    private static double NumberIn(string said, Regex expression)
    {
        Match match = expression.Match(said);
        Assert.True(match.Success, said);
        return double.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture);
    }

    [GeneratedRegex(@"before, (-?[0-9.]+) MiB more at most")]
    private static partial Regex Growth();

    [GeneratedRegex(@"amplification: ([0-9.]+) ")]
    private static partial Regex Amplification();

    [GeneratedRegex(@"([0-9]+) cookies asked for")]
    private static partial Regex Asked();

    [GeneratedRegex(@"during: bearer ([0-9]+) of ([0-9]+) flows.*; secure layer ([0-9]+) of ([0-9]+) flows")]
    private static partial Regex Honest();
}
