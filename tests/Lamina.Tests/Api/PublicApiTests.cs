using System.Xml.Linq;

namespace Lamina.Tests.Api;

/// <summary>What programs are built on does not change by accident.</summary>
public sealed class PublicApiTests
{
    private const string Variable = "LAMINA_UPDATE_PUBLIC_API";

    [Fact]
    public void It_is_what_the_snapshot_says()
    {
        string path = Path.Combine(Root(), "tests", "Lamina.Tests", "Api", "PublicApi.txt");
        string now = PublicApi.Describe(PublicApi.OwnTypes());
        if (Environment.GetEnvironmentVariable(Variable) == "1")
        {
            File.WriteAllText(path, now);
        }

        string[] before = File.ReadAllText(path).Split('\n');
        string[] after = now.Split('\n');
        string[] changes = [.. before.Except(after).Select(line => "- " + line.Trim()), .. after.Except(before).Select(line => "+ " + line.Trim())];
        Assert.True(
            before.SequenceEqual(after),
            $"The public API has changed. Where that is meant, run this test with {Variable}=1 and commit PublicApi.txt; what users notice belongs in the notes of the release.\n"
            + string.Join('\n', changes));
    }

    /// <summary>CS1591 asks for it in the library itself; this asks also below it, of what programs meet.</summary>
    [Fact]
    public void Every_type_that_a_program_meets_says_what_it_is()
    {
        var documented = new HashSet<string>();
        foreach (string file in Directory.GetFiles(AppContext.BaseDirectory, "Lamina*.xml"))
        {
            documented.UnionWith(XDocument.Load(file).Descendants("member").Select(member => member.Attribute("name")!.Value));
        }

        Assert.Contains("T:Lamina.NetworkStack", documented);
        Assert.Empty(PublicApi.Types().Select(type => $"T:{type.FullName!.Replace('+', '.')}").Except(documented));
    }

    // Not from the path that the compiler knew: in a deterministic build that is no path of this machine.
    private static string Root()
    {
        DirectoryInfo? directory = new(AppContext.BaseDirectory);
        while (directory is not null && !File.Exists(Path.Combine(directory.FullName, "Lamina.slnx")))
        {
            directory = directory.Parent;
        }

        return directory?.FullName ?? throw new InvalidOperationException("Lamina.slnx was not found above the tests");
    }
}
