using System.Globalization;
using System.Text.Json;
using Lamina.Cli.Rendering;
using Lamina.Simulation.Scenarios;

namespace Lamina.Cli.Sim;

/// <summary>The scenarios that come with the program.</summary>
internal static class ScenarioList
{
    public static void Write(CliContext context, bool json)
    {
        if (json)
        {
            ScenariosDocument document = new(
                [.. ScenarioCatalogue.All.Select(entry => new ScenarioEntry(entry.Name, entry.Sentence, MembersOf(entry)))]);
            context.Out.WriteLine(JsonSerializer.Serialize(document, SimJson.Default.ScenariosDocument));
            return;
        }

        Table table = new("scenario", "members", "what it shows");
        foreach (CatalogueEntry entry in ScenarioCatalogue.All)
        {
            table.Add(entry.Name, MembersOf(entry)?.ToString(CultureInfo.InvariantCulture) ?? "by seed", entry.Sentence);
        }

        table.Write(context.Out, context.Style);
        context.Out.WriteLine();
        context.Out.WriteLine("lamina sim transport measures reliable flows over bad links;");
        context.Out.WriteLine("lamina sim SCENARIO runs one; lamina sim FILE one of your own (samples/scenarios); lamina sim --help has more");
    }

    // 0: the seed decides.
    private static int? MembersOf(CatalogueEntry entry) => entry.Members > 0 ? entry.Members : null;
}
