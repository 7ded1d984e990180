namespace Lamina.Daemon.Control;

/// <summary>POST /v1/ipcps/{name}/enrol: joins a layer through a member.</summary>
/// <param name="Destination">A name that a member accepts flows for, often the layer's.</param>
/// <param name="Type">Creates the process when it does not exist.</param>
/// <param name="Autobind">Binds the process to its own name and to the layer's.</param>
/// <param name="Insecure">Joins a layer that asks for no proof.</param>
/// <param name="Router">This member will only forward: it gives no flows and registers no names.</param>
public sealed record EnrolRequest(string Destination, string? Type = null, bool Autobind = false, bool Insecure = false, bool Router = false)
{
    /// <summary>The layer whose credential proves the joiner; null: that of the destination's name, or the only one that there is a credential for.</summary>
    public string? Layer { get; init; }

    /// <summary>A membership that the layer's authority has issued, which is installed first; null: what the state directory has.</summary>
    public byte[]? Credential { get; init; }

    /// <summary>What `lamina invite` printed: the credential comes from there; null: there is no ticket.</summary>
    public string? Ticket { get; init; }
}
