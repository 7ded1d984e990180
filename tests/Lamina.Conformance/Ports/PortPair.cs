using Lamina.Core;

namespace Lamina.Conformance.Ports;

/// <summary>Three ports of one domain that reach each other, and time. Made once per fact by whoever tests a bearer.</summary>
public abstract class PortPair : IDisposable
{
    /// <summary>What the ports share.</summary>
    public abstract MachineContext Context { get; }

    /// <summary>Sends.</summary>
    public abstract IDatagramPort Sender { get; }

    /// <summary>Also sends.</summary>
    public abstract IDatagramPort OtherSender { get; }

    /// <summary>Receives.</summary>
    public abstract IDatagramPort Receiver { get; }

    /// <summary>A place that can be named but where nobody is.</summary>
    public abstract UdpEndpoint Nowhere { get; }

    /// <summary>The present.</summary>
    public abstract Instant Now { get; }

    /// <summary>Lets time pass until a condition holds, or a bound is reached.</summary>
    /// <returns>True when it holds.</returns>
    public abstract bool RunUntil(Func<bool> condition);

    /// <inheritdoc/>
    public virtual void Dispose() => GC.SuppressFinalize(this);
}
