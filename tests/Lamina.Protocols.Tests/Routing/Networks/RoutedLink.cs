using Lamina.Core;
using Lamina.Protocols.Routing;

namespace Lamina.Protocols.Tests.Routing.Networks;

/// <summary>
/// A link with a management flow: messages come in order after random delays. Each end learns at its own time that the link
/// is up or down; what is under way when it goes down is lost.
/// </summary>
internal sealed class RoutedLink(RoutedNetwork network, RoutedMember a, RoutedMember b)
{
    private readonly Instant[] _lastArrival = new Instant[2];
    private readonly Instant[] _lastNotice = new Instant[2];
    private int _life;

    public bool IsUp { get; private set; }

    /// <summary>What the first end says; the second says nothing.</summary>
    public LinkWeights Weights { get; set; }

    public RoutedMember A => a;

    public RoutedMember B => b;

    public bool Has(RoutedMember member) => member == a || member == b;

    public RoutedMember Other(RoutedMember member) => member == a ? b : a;

    public LinkWeights WeightsSaidBy(RoutedMember member) => member == a ? Weights : LinkWeights.Unsaid;

    /// <summary>The ends notice within 300 ms each.</summary>
    public void Set(bool isUp)
    {
        if (isUp == IsUp)
        {
            return;
        }

        IsUp = isUp;
        int life = ++_life;
        Notify(a, 0, life);
        Notify(b, 1, life);
    }

    public void Reweigh(LinkWeights weights)
    {
        Weights = weights;
        a.HandleLinks();
    }

    /// <summary>Brings a message to the other end, up to 50 ms later.</summary>
    public void Send(RoutedMember from, Action<RoutedMember> message)
    {
        int direction = from == a ? 0 : 1;
        Instant arrival = Instant.Max(_lastArrival[direction], network.Now + network.UpTo(50));
        _lastArrival[direction] = arrival;
        Deliver(Other(from), from.LifeOf(this), message, arrival - network.Now);
    }

    private void Deliver(RoutedMember to, int life, Action<RoutedMember> message, Duration delay) => network.After(delay, () =>
    {
        if (life != _life || !IsUp)
        {
            return;
        }

        if (to.LifeOf(this) == life)
        {
            message(to);
        }
        else
        {
            // The other end has not noticed yet that the link is up: its flow keeps what comes.
            Deliver(to, life, message, _lastNotice[to == a ? 0 : 1] - network.Now);
        }
    });

    private void Notify(RoutedMember end, int direction, int life)
    {
        // In the order in which it happened.
        _lastNotice[direction] = Instant.Max(_lastNotice[direction], network.Now + network.UpTo(300));
        bool isUp = IsUp;
        network.After(_lastNotice[direction] - network.Now, () => end.HandleLink(this, isUp, life));
    }
}
