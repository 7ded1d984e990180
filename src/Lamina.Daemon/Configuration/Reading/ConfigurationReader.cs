using System.Text.Json;
using Lamina.Daemon.Configuration.Text;

namespace Lamina.Daemon.Configuration.Reading;

/// <summary>Reads the whole of a file: <c>{ "stacks": [ ... ] }</c>.</summary>
internal sealed class ConfigurationReader(string path, List<ConfigMistake> mistakes)
{
    public const string Schema = "lamina.config/1";

    private readonly UdpPortsInUse _ports = new();

    public IReadOnlyList<StackConfiguration> Read(ConfigNode root)
    {
        if (root.Kind != JsonValueKind.Object)
        {
            mistakes.Add(new ConfigMistake(root.Position, $"this is {root.Describe()}: a configuration is an object", "{ \"stacks\": [ { \"name\": \"default\" } ] }"));
            return [];
        }

        ConfigObject file = new(root, mistakes);
        // For editors.
        file.Text("$schema");
        file.Word("schema", [Schema]);
        List<StackConfiguration> stacks = [];
        HashSet<string> names = new(StringComparer.Ordinal);
        foreach (ConfigObject stack in file.Objects("stacks"))
        {
            StackDraft draft = new StackReader(stack, System.IO.Path.GetDirectoryName(System.IO.Path.GetFullPath(path))!, _ports).Read();
            if (draft.Name is { } name && !names.Add(name))
            {
                stack.Note("name", $"there is a stack \"{name}\" already", "give each stack a name of its own");
            }

            stacks.Add(new StackConfiguration(draft.Name ?? "", stack.Position, StackExaminer.ToSteps(draft, stack)) { Access = draft.Access });
        }

        if (!file.Has("stacks"))
        {
            file.Note(root.Position, "\"stacks\" is missing", "{ \"stacks\": [ { \"name\": \"default\" } ] }");
        }
        else if (stacks.Count == 0 && mistakes.Count == 0)
        {
            file.Note("stacks", "a daemon runs one stack at least", "{ \"name\": \"default\" }");
        }

        file.Finish();
        return stacks;
    }
}
