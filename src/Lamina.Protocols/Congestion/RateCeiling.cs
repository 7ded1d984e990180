namespace Lamina.Protocols.Congestion;

/// <summary>The highest rate at which a flow's packets arrived in the last ten rounds.</summary>
internal sealed class RateCeiling
{
    private readonly double[] _rounds = new double[10];
    private int _next;

    /// <summary>Bytes per second; 0 where nothing is known.</summary>
    public double Highest { get; private set; }

    /// <summary>A round has ended. One in which the flow was idle only counts where it is the highest.</summary>
    public void Note(double rate, bool isIdle)
    {
        if (rate <= 0 || (isIdle && rate < Highest))
        {
            return;
        }

        _rounds[_next] = rate;
        _next = (_next + 1) % _rounds.Length;
        Highest = 0;
        foreach (double round in _rounds)
        {
            Highest = Math.Max(Highest, round);
        }
    }
}
