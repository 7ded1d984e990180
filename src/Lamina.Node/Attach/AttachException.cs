namespace Lamina.Node.Attach;

/// <summary>A daemon listens, but the attachment failed; the message says why.</summary>
public sealed class AttachException : Exception
{
    /// <summary>With a reason for a person.</summary>
    public AttachException(string message)
        : base(message)
    {
    }
}
