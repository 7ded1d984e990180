namespace Lamina.Fuzz.Tests;

/// <summary>
/// Raw and half-right bytes into every decoder: none throws, none allocates beyond its input's measure.
/// Proves nothing about what machines do with a message that is well-formed and wrong.
/// </summary>
public class DecoderTests
{
    private const int Rounds = 30_000;
    private const int MostAllocated = 64 * 1024;

    public static TheoryData<string> Names => new(Decoders.All.Keys);

    [Theory]
    [MemberData(nameof(Names))]
    public void Takes_any_bytes(string name)
    {
        Decoder decode = Decoders.All[name];
        ulong seed = 1;
        var inputs = new InputSource(seed);
        byte[] input = [];
        foreach (byte[] sample in Samples.Of(name))
        {
            Assert.True(decode(sample));
            inputs.Keep(sample);
        }

        int accepted = 0;
        try
        {
            for (int round = 0; round < Rounds; round++)
            {
                input = inputs.Next();
                long before = GC.GetAllocatedBytesForCurrentThread();
                bool isAccepted = decode(input);
                long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
                Assert.True(allocated <= MostAllocated, $"{allocated} bytes allocated");
                if (isAccepted)
                {
                    accepted++;
                    inputs.Keep(input);
                }
            }
        }
        catch (Exception failure) when (failure is not Xunit.Sdk.XunitException)
        {
            Assert.Fail($"seed {seed}: {Convert.ToHexString(input)}: {failure}");
        }

        TestContext.Current.TestOutputHelper?.WriteLine($"{Rounds} inputs, {accepted} accepted");
    }

    [Fact]
    public void Every_decoder_of_the_wire_and_of_security_is_in_the_table()
    {
        // TryReadName and TryReadPeer are fields of attach messages; UDP management is fuzzed with its machine.
        int written = new[] { "Lamina.Wire", "Lamina.Security" }
            .SelectMany(project => Directory.EnumerateFiles(Path.Combine(FindRoot(), "src", project), "*.cs", SearchOption.AllDirectories))
            .Where(file => !file.Contains("/Attach/AttachFields", StringComparison.Ordinal) && !file.Contains("/Udp/", StringComparison.Ordinal))
            .SelectMany(File.ReadLines)
            .Count(line => line.Contains("public static bool TryRead", StringComparison.Ordinal));
        // The header of allocation PDUs and the second overload of piggybacked data are read through others; link state stands elsewhere.
        Assert.Equal(written - 2 + 1, Decoders.All.Count);
    }

    private static string FindRoot()
    {
        DirectoryInfo? directory = new(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(directory!.FullName, "Lamina.slnx")))
        {
            directory = directory.Parent;
        }

        return directory.FullName;
    }
}
