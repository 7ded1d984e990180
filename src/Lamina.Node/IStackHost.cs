using Lamina.Core;
using Lamina.Ipc;
using Lamina.Node.Driving;

namespace Lamina.Node;

/// <summary>A stack that a program can use: embedded in it, or attached to.</summary>
public interface IStackHost
{
    /// <summary>Its name.</summary>
    Name Name { get; }

    /// <summary>The domain that flow ends of this program live in.</summary>
    DomainDriver Driver { get; }

    /// <summary>Flows by name.</summary>
    IFlowService Flows { get; }

    /// <summary>True for a stack of this process's own: what stays within it is handed over by the thread that sends.</summary>
    bool IsOwn => true;

    /// <summary>
    /// True while the daemon whose stack this is has died, and its successor is waited for; only inside. A stack of one's own is never away.
    /// </summary>
    bool IsAway => false;

    /// <summary>How long a daemon that died is waited for; a stack of one's own: zero.</summary>
    TimeSpan ReturnTime => TimeSpan.Zero;

    /// <summary>Called inside the domain when <see cref="IsAway"/> begins (true), and when the successor is there (false).</summary>
    Action<bool>? AwayChanged
    {
        get => null;
        set { }
    }

    /// <summary>Called once when the domain has ended, on its thread; set before the first call into the domain.</summary>
    Action? Ended { get; set; }

    /// <summary>Called inside the domain when the daemon whose stack this is has gone; a stack of one's own never calls it.</summary>
    Action<Instant>? Lost { get; set; }

    /// <summary>Closes every flow and gives everything back.</summary>
    Task StopAsync();
}
