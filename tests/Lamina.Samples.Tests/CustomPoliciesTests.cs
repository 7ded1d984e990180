using System.Reflection;
using CustomPolicies;

namespace Lamina.Samples.Tests;

/// <summary>The sample as a person runs it.</summary>
public sealed class CustomPoliciesTests
{
    [Fact]
    public void It_pings_through_its_own_layer_on_its_own_bearer()
    {
        TextWriter before = Console.Out;
        using var output = new StringWriter();
        Console.SetOut(output);
        try
        {
            typeof(Extensions).Assembly.EntryPoint!.Invoke(null, BindingFlags.DoNotWrapExceptions, null, [Array.Empty<string>()], null);
        }
        finally
        {
            Console.SetOut(before);
        }

        string[] lines = output.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(5, lines.Length);
        Assert.All(lines[..4], (line, i) => Assert.Matches($"^4 bytes from echo: seq={i} time=[0-9.]+ ms$", line));
        Assert.Equal("layer net: routing fewest-hops, directory everybody-knows, over unix sockets", lines[4]);
    }
}
