namespace Lamina.Bearers.Rings;

/// <summary>Ends the sleep of one other thread or process. Too many wake-ups are harmless; one too few is a bug.</summary>
public interface IWaker
{
    /// <summary>Wakes. Any thread may call it; it never blocks, and it calls nobody back.</summary>
    void Wake();
}
