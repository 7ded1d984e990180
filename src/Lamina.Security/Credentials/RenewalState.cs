namespace Lamina.Security.Credentials;

/// <summary>How a credential stands in its life; later is worse.</summary>
public enum RenewalState
{
    /// <summary>There is nothing to do.</summary>
    Fine,

    /// <summary>Two thirds of its life are over: it is renewed.</summary>
    Renew,

    /// <summary>It has not been renewed, and soon expires.</summary>
    Warn,

    /// <summary>It is over, or has not begun: the clock.</summary>
    Expired,
}
