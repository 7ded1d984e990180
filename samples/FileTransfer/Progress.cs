using System.Diagnostics;

namespace FileTransfer;

/// <summary>How far a file is: a line that is drawn again on a terminal, a few lines elsewhere. On stderr, so that it is in nobody's way.</summary>
internal sealed class Progress(string name, long length) : IDisposable
{
    private static readonly TimeSpan Redraw = TimeSpan.FromSeconds(0.1);

    private readonly bool _isTerminal = !Console.IsErrorRedirected;
    private readonly long _began = Stopwatch.GetTimestamp();
    private long _drawn;
    private long _done;
    private long _saidQuarters;

    public void Add(int bytes)
    {
        _done += bytes;
        if (_isTerminal && (_done == length || Stopwatch.GetElapsedTime(_drawn) > Redraw))
        {
            _drawn = Stopwatch.GetTimestamp();
            Console.Error.Write($"\r{Text()}");
        }
        else if (!_isTerminal && 4 * _done / length > _saidQuarters)
        {
            _saidQuarters = 4 * _done / length;
            Console.Error.WriteLine(Text());
        }
    }

    /// <summary>Whatever is printed next has a line of its own.</summary>
    public void Dispose()
    {
        if (_isTerminal && _drawn != 0)
        {
            Console.Error.WriteLine();
        }
    }

    private string Text()
    {
        double megabytes = _done / 1e6;
        return $"{name}: {100 * _done / length,3} %  {megabytes,8:0.0} MB  {megabytes / Stopwatch.GetElapsedTime(_began).TotalSeconds,7:0.0} MB/s";
    }
}
