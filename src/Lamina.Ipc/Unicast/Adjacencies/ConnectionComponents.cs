namespace Lamina.Ipc.Unicast.Adjacencies;

/// <summary>Which flows a connect or disconnect is about.</summary>
[Flags]
public enum ConnectionComponents
{
    /// <summary>Neither.</summary>
    None = 0,

    /// <summary>The data flow (<c>dt</c>).</summary>
    DataTransfer = 1,

    /// <summary>The management flow (<c>mgmt</c>).</summary>
    Management = 2,

    /// <summary>Both.</summary>
    All = DataTransfer | Management,
}
