using System.Xml.Linq;

namespace Lamina.Architecture.Tests;

/// <summary>The picture in docs/ARCHITECTURE.md, as a table: who may point to whom.</summary>
public class ArrowTests
{
    private static readonly Dictionary<string, string[]> Allowed = new()
    {
        ["Lamina.Core"] = [],
        ["Lamina.Wire"] = ["Lamina.Core"],
        ["Lamina.Protocols"] = ["Lamina.Security", "Lamina.Wire", "Lamina.Core"],
        ["Lamina.Security"] = ["Lamina.Wire", "Lamina.Core"],
        ["Lamina.Ipc"] = ["Lamina.Protocols", "Lamina.Security", "Lamina.Wire", "Lamina.Core"],
        ["Lamina.Bearers"] = ["Lamina.Security", "Lamina.Core"],
        ["Lamina.Simulation"] = ["Lamina.Ipc", "Lamina.Protocols", "Lamina.Security", "Lamina.Wire", "Lamina.Core"],
        ["Lamina.Node"] = ["Lamina.Ipc", "Lamina.Bearers", "Lamina.Protocols", "Lamina.Security", "Lamina.Wire", "Lamina.Core"],
        ["Lamina"] = ["Lamina.Node", "Lamina.Ipc", "Lamina.Bearers", "Lamina.Protocols", "Lamina.Security", "Lamina.Wire", "Lamina.Core"],
        ["Lamina.Daemon"] = ["Lamina.Node", "Lamina.Ipc", "Lamina.Bearers", "Lamina.Protocols", "Lamina.Security", "Lamina.Wire", "Lamina.Core"],
        ["Lamina.Cli"] = ["Lamina", "Lamina.Daemon", "Lamina.Simulation"],
    };

    public static TheoryData<string> Projects => new(Allowed.Keys);

    [Fact]
    public void Every_project_in_src_has_its_place_in_the_picture()
    {
        var projects = Directory.GetFiles(Path.Combine(Repository.Root, "src"), "*.csproj", SearchOption.AllDirectories)
            .Select(path => Path.GetFileNameWithoutExtension(path)!);
        Assert.Equal(Allowed.Keys.Order(), projects.Order());
    }

    [Theory]
    [MemberData(nameof(Projects))]
    public void A_project_references_only_what_lies_below_it(string project)
    {
        var references = XDocument.Load(Path.Combine(Repository.Root, "src", project, project + ".csproj"))
            .Descendants("ProjectReference")
            .Select(reference => Path.GetFileNameWithoutExtension(reference.Attribute("Include")!.Value.Replace('\\', '/')));
        Assert.Empty(references.Except(Allowed[project]));
    }

    [Theory]
    [MemberData(nameof(Projects))]
    public void Its_code_names_only_what_lies_below_it(string project)
    {
        // Transitive references are visible to the compiler, so the code itself is asked as well.
        var forbidden = Allowed.Keys.Except(Allowed[project]).Where(other => other != project && other != "Lamina").ToList();
        var wrong =
            from file in Repository.SourceFiles(Path.Combine("src", project))
            from line in File.ReadLines(file)
            where line.StartsWith("using ", StringComparison.Ordinal)
            from other in forbidden
            where line.Contains(other + ";", StringComparison.Ordinal) || line.Contains(other + ".", StringComparison.Ordinal)
            where project != "Lamina.Cli" || other is not ("Lamina.Core" or "Lamina.Ipc" or "Lamina.Node" or "Lamina.Security")
            select $"{Repository.Relative(file)}: {line}";
        Assert.Empty(wrong);
    }

    [Fact]
    public void The_table_has_no_cycle()
    {
        foreach ((string project, string[] below) in Allowed)
        {
            Assert.DoesNotContain(below, other => Allowed[other].Contains(project));
        }
    }
}
