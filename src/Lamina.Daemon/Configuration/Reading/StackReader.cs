using Lamina.Daemon.Configuration.Steps;
using Lamina.Daemon.Configuration.Text;
using Lamina.Daemon.Control;

namespace Lamina.Daemon.Configuration.Reading;

/// <summary>Reads one stack: <c>{ "name", "access": {}, "ipcps": [], "names": [], "bind": [], "register": [] }</c>.</summary>
internal sealed class StackReader(ConfigObject stack, string directory, UdpPortsInUse ports)
{
    private readonly StackDraft _draft = new();

    public StackDraft Read()
    {
        _draft.Name = ReadName();
        foreach (ConfigObject ipcp in stack.Objects("ipcps"))
        {
            IpcpReader reader = new(ipcp, directory, ports);
            _draft.Ipcps.Add(reader.Read());
            _draft.Connections.AddRange(reader.Connections);
        }

        foreach (ConfigObject binding in stack.Objects("bind"))
        {
            ReadBinding(binding);
        }

        foreach (ConfigObject registration in stack.Objects("register"))
        {
            ReadRegistration(registration);
        }

        foreach (ConfigObject name in stack.Objects("names"))
        {
            if (new NameReader(name).Read() is { } step)
            {
                _draft.Names.Add(step);
            }
        }

        _draft.Access = AccessReader.Read(stack);
        stack.Finish();
        return _draft;
    }

    private string? ReadName()
    {
        string? name = stack.RequiredName("name", "\"name\": \"default\"");
        if (name is "." or ".." || name?.Contains('/', StringComparison.Ordinal) == true)
        {
            stack.Note("name", $"\"{name}\" is no name for a stack: it is the name of a directory in the runtime directory", "default");
            return null;
        }

        return name;
    }

    private void ReadBinding(ConfigObject binding)
    {
        string? name = binding.RequiredName("name", "\"name\": \"served\"");
        string? program = binding.Text("program");
        string? ipcp = binding.NameText("ipcp");
        bool auto = binding.Flag("auto");
        string[] arguments = [.. binding.Texts("arguments").Select(argument => argument.Text)];
        if (binding.Has("program") == binding.Has("ipcp"))
        {
            binding.Note(binding.Position, "a binding is of either a \"program\" or an \"ipcp\"", "\"program\": \"/usr/bin/served\"");
        }
        else if (program is not null && !(Path.IsPathFullyQualified(program) && File.Exists(program)))
        {
            binding.Note("program", $"there is no program \"{program}\"", "its full path on this host");
        }
        else if (!auto && arguments.Length > 0)
        {
            binding.Note("arguments", "arguments are what the program is started with", "\"auto\": true");
        }
        else if (ipcp is not null && auto)
        {
            binding.Note("auto", "an IPC process is not started by a flow", "leave it out");
        }
        else if (name is not null && (program ?? ipcp) is { } subject)
        {
            _draft.Bindings.Add(new BindStep(binding.Position, program is null
                ? new BindingRequest("ipcp", subject, name)
                : new BindingRequest("program", subject, name, auto, arguments)));
        }

        binding.Finish();
    }

    private void ReadRegistration(ConfigObject registration)
    {
        string? name = registration.RequiredName("name", "\"name\": \"served\"");
        IReadOnlyList<(string Text, ConfigPosition Position)> layers = registration.Texts("layer");
        IReadOnlyList<(string Text, ConfigPosition Position)> ipcps = registration.Texts("ipcp");
        if (!registration.Has("layer") && !registration.Has("ipcp"))
        {
            registration.Note(registration.Position, "say where the name is to be known", "\"layer\": [\"net\"], or \"ipcp\": [\"net.a\"]");
        }

        if (name is not null)
        {
            _draft.Registrations.AddRange(layers.Select(layer => new RegistrationDraft(name, layer.Text, true, layer.Position)));
            _draft.Registrations.AddRange(ipcps.Select(ipcp => new RegistrationDraft(name, ipcp.Text, false, ipcp.Position)));
        }

        registration.Finish();
    }
}
