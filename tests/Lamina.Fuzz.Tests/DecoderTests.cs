using Lamina.Fuzz.Running;
using Lamina.Fuzz.Targets;

namespace Lamina.Fuzz.Tests;

/// <summary>
/// The short run of what <c>tests/Lamina.Fuzz</c> runs long: the whole corpus, then mutations of it. No exception, no input without an end, no memory beyond the bound.
/// </summary>
public class DecoderTests
{
    private const int Rounds = 15_000;
    private const int MachineRounds = 400;

    public static TheoryData<string> Names => new(AllTargets.Names);

    [Theory]
    [MemberData(nameof(Names))]
    public void Takes_its_corpus_and_whatever_is_made_of_it(string name)
    {
        using FuzzTarget target = AllTargets.Make(name);
        using var watchdog = new Watchdog(TimeSpan.FromSeconds(120), (hung, input) => Environment.FailFast($"'{hung.Name}' does not end: {Convert.ToHexString(input)}"));
        try
        {
            FuzzResult result = new FuzzRun(target, seed: 1, watchdog).Run(AllTargets.MachineNames.Contains(name) ? MachineRounds : Rounds);
            TestContext.Current.TestOutputHelper?.WriteLine(result.ToString());
            Assert.True(result.Accepted > 0, "nothing was accepted: the fuzzing stays at the surface");
        }
        catch (FuzzFinding finding)
        {
            Assert.Fail($"{finding.Message}\n{string.Join('\n', finding.Inputs.TakeLast(20).Select(Convert.ToHexString))}\n{finding.InnerException}");
        }
    }

    [Fact]
    public void Every_decoder_of_the_wire_and_of_security_is_in_the_table()
    {
        // TryReadName, TryReadPeer and the like are fields of attach messages; TryReadManagementHeader is read before the others of its folder.
        int written = new[] { "Lamina.Wire", "Lamina.Security" }
            .SelectMany(project => Directory.EnumerateFiles(
                Path.Combine(Corpus.Directory, "..", "..", "..", "src", project), "*.cs", SearchOption.AllDirectories))
            .Where(file => !file.Contains("/Attach/AttachFields", StringComparison.Ordinal))
            .SelectMany(File.ReadLines)
            .Count(line => line.Contains("public static bool TryRead", StringComparison.Ordinal));
        // Read through others: the header of allocation PDUs, that of UDP management, the second overload of piggybacked data. Link state stands elsewhere.
        Assert.Equal(written - 3 + 1, Decoders.All.Count);
    }
}
