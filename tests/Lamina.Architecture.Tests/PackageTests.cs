using System.Xml.Linq;

namespace Lamina.Architecture.Tests;

/// <summary>The package's list of what it needs, which is written by hand.</summary>
public class PackageTests
{
    [Fact]
    public void It_names_every_package_that_an_assembly_in_it_references()
    {
        var needed = new SortedSet<string>();
        Collect("Lamina", needed);
        IEnumerable<string> named = XDocument.Load(Path.Combine(Repository.Root, "src", "Lamina", "Lamina.nuspec")).Descendants()
            .Where(element => element.Name.LocalName == "dependency")
            .Select(dependency => dependency.Attribute("id")!.Value);
        Assert.Equal(needed, named.Order());
    }

    private static void Collect(string project, SortedSet<string> needed)
    {
        XDocument file = XDocument.Load(Path.Combine(Repository.Root, "src", project, project + ".csproj"));
        // A framework that a program would need as well cannot be said in a package of assemblies alone.
        Assert.Empty(file.Descendants("FrameworkReference"));
        needed.UnionWith(file.Descendants("PackageReference")
            .Where(package => package.Attribute("PrivateAssets")?.Value != "all")
            .Select(package => package.Attribute("Include")!.Value));
        foreach (XElement reference in file.Descendants("ProjectReference"))
        {
            Collect(Path.GetFileNameWithoutExtension(reference.Attribute("Include")!.Value.Replace('\\', '/')), needed);
        }
    }
}
