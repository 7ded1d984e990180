using Lamina.Daemon.Control;

namespace Lamina.Daemon.Nodes;

/// <summary>The words of a request that may be mistyped.</summary>
/// <param name="Ipcp">An IPC process; null: none.</param>
internal sealed record Mentioned(string? Ipcp = null)
{
    public string? Name { get; init; }

    public IReadOnlyList<string> Ipcps { get; init; } = [];

    public IReadOnlyList<string> Layers { get; init; } = [];

    public static Mentioned By(BindingRequest request) => new(request.Kind == "ipcp" ? request.Subject : null) { Name = request.Name };

    public static Mentioned By(RegistrationRequest request) =>
        new() { Name = request.Name, Ipcps = request.Ipcps ?? [], Layers = request.Layers ?? [] };
}
